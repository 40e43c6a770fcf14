import * as vscode from 'vscode';
import type { ConversionOption } from '../../core/convert/conversion';
import type { ConversionOffer } from '../../protocol/engineMethods';
import type { Services } from '../services';

type Values = Record<string, string>;

/** Asks for a conversion's options, remembering the last answers; undefined when the user backs out. */
export async function askOptions(
  services: Services,
  offer: ConversionOffer,
): Promise<Values | undefined> {
  const key = `options:${offer.id}`;
  const remembered = services.memory.get<Values>(key, {});
  const values: Values = {};
  for (const option of offer.options) {
    const answer = await ask(option, remembered[option.name] ?? option.default ?? '');
    if (answer === undefined) return undefined;
    if (answer !== '') values[option.name] = answer;
  }
  if (offer.options.length > 0) await services.memory.update(key, values);
  return values;
}

async function ask(option: ConversionOption, current: string): Promise<string | undefined> {
  const choices = option.type === 'boolean' ? ['true', 'false'] : option.choices;
  if (!choices) {
    return vscode.window.showInputBox({
      title: option.title,
      value: current,
      validateInput: text => problemOf(option, text),
    });
  }
  // The last answer first, so that Enter repeats it.
  const ordered = [...choices].sort((a, b) => Number(b === current) - Number(a === current));
  return vscode.window.showQuickPick(ordered, { title: option.title, placeHolder: option.title });
}

const NUMBERS: Readonly<Partial<Record<ConversionOption['type'], RegExp>>> = {
  integer: /^[+-]?\d+$/,
  number: /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i,
};

function problemOf(option: ConversionOption, text: string): string | undefined {
  if (text === '') return option.required ? vscode.l10n.t('A value is needed') : undefined;
  const pattern = NUMBERS[option.type];
  if (!pattern || pattern.test(text)) return undefined;
  return option.type === 'integer' ? vscode.l10n.t('A whole number') : vscode.l10n.t('A number');
}
