import * as vscode from 'vscode';
import { type ConversionOption, checkOption } from '../../core/convert/options';
import { t } from '../../core/l10n';
import type { ConversionOffer } from '../../protocol/engineMethods';
import { messageOf } from '../../session/workspace';
import type { Services } from '../services';

type Values = Record<string, string>;

/** What the conversion would give with these values, in words or ''. @throws why it would be refused. */
type Preview = (values: Values) => Promise<string>;

/** Asks for a conversion's options, remembering the last answers; undefined when the user backs out. */
export async function askOptions(
  services: Services,
  offer: ConversionOffer,
  preview: Preview = async () => '',
): Promise<Values | undefined> {
  const key = `options:${offer.id}`;
  const remembered = services.memory.get<Values>(key, {});
  const values: Values = {};
  for (const [i, option] of offer.options.entries()) {
    const question: Question = {
      title: t(offer.title),
      option,
      current: remembered[option.name] ?? option.default ?? '',
      isLast: i === offer.options.length - 1,
      preview: answer => preview(answer === '' ? values : { ...values, [option.name]: answer }),
    };
    const answer = await ask(question);
    if (answer === undefined) return undefined;
    if (answer !== '') values[option.name] = answer;
  }
  if (offer.options.length > 0) await services.memory.update(key, values);
  return values;
}

interface Question {
  /** The conversion's title. */
  readonly title: string;
  readonly option: ConversionOption;
  readonly current: string;
  /** Only after the last answer is a refusal final: an earlier one may be cured by what follows. */
  readonly isLast: boolean;
  readonly preview: (answer: string) => Promise<string>;
}

function ask(question: Question): Promise<string | undefined> {
  const { option } = question;
  const choices = option.type === 'boolean' ? ['true', 'false'] : option.choices;
  return choices ? choose(question, choices) : enter(question);
}

async function choose(
  { title, option, current, preview }: Question,
  choices: readonly string[],
): Promise<string | undefined> {
  // The last answer first, so that Enter repeats it.
  const ordered = [...choices].sort((a, b) => Number(b === current) - Number(a === current));
  const items = ordered.map(async label => ({ label, description: await toldOr(preview, label) }));
  const chosen = await vscode.window.showQuickPick(Promise.all(items), {
    title,
    placeHolder: t(option.title),
  });
  return chosen?.label;
}

function toldOr(preview: Question['preview'], answer: string): Promise<string> {
  return preview(answer).catch(() => '');
}

function enter({ title, option, current, isLast, preview }: Question): Promise<string | undefined> {
  const validateInput = async (text: string) => {
    const problem = problemOf(option, text);
    if (problem !== undefined) return problem;
    try {
      const outcome = await preview(text.trim());
      const severity = vscode.InputBoxValidationSeverity.Info;
      return outcome === '' ? undefined : { message: `${t(option.title)}: ${outcome}`, severity };
    } catch (error) {
      return isLast ? messageOf(error) : undefined;
    }
  };
  const asked = { title, prompt: t(option.title), value: current, validateInput };
  return Promise.resolve(vscode.window.showInputBox(asked));
}

function problemOf(option: ConversionOption, text: string): string | undefined {
  const given = text.trim();
  if (given === '') return option.required ? vscode.l10n.t('A value is needed') : undefined;
  return checkOption(option, given, t(option.title)) ?? undefined;
}
