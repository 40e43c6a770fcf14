import * as vscode from 'vscode';
import type { ConversionId } from '../../core/convert/conversionIds';
import { t } from '../../core/l10n';
import type { ConversionOffer } from '../../protocol/engineMethods';

/** A conversion that was chosen, and what was said with it. */
export interface ChosenOffer {
  readonly offer: ConversionOffer;
  readonly options: Readonly<Record<string, string>>;
}

interface OfferItem extends vscode.QuickPickItem {
  readonly offer?: ConversionOffer;
}

/** The conversion asked for, or the one that the user picks; undefined when nothing is picked. */
export async function chooseOffer(
  offers: readonly ConversionOffer[],
  conversion?: ConversionId,
): Promise<ChosenOffer | undefined> {
  if (!conversion) return pickOffer(offers);
  const offer = offers.find(({ id }) => id === conversion);
  if (offer) return { offer, options: {} };
  throw new Error(vscode.l10n.t('This conversion applies to none of the tensors here.'));
}

function pickOffer(offers: readonly ConversionOffer[]): Promise<ChosenOffer | undefined> {
  const pick = vscode.window.createQuickPick<OfferItem>();
  pick.placeholder = vscode.l10n.t('Convert into a new file');
  pick.matchOnDescription = true;
  pick.items = itemsOf(offers);
  return new Promise(resolve => {
    const end = (chosen: ChosenOffer | undefined) => {
      resolve(chosen);
      pick.dispose();
    };
    pick.onDidAccept(() => {
      const offer = pick.selectedItems[0]?.offer;
      if (offer) end({ offer, options: {} });
    });
    pick.onDidTriggerItemButton(({ item: { offer } }) => {
      if (offer) end({ offer, options: { others: 'drop' } });
    });
    pick.onDidHide(() => end(undefined));
    pick.show();
  });
}

/** Groups with their titles, in the order of the offers. */
function itemsOf(offers: readonly ConversionOffer[]): OfferItem[] {
  return offers.flatMap((offer, i) => {
    const isNew = offers[i - 1]?.group !== offer.group;
    const separator = { label: titleOf(offer.group), kind: vscode.QuickPickItemKind.Separator };
    return isNew ? [separator, itemOf(offer)] : [itemOf(offer)];
  });
}

function itemOf(offer: ConversionOffer): OfferItem {
  const { title, preview, reason, others } = offer;
  const description = reason ?? preview.replaceAll(' -> ', ' → ');
  const tooltip =
    others === 1
      ? vscode.l10n.t('Convert, and leave the other tensor out')
      : vscode.l10n.t('Convert, and leave the {0} other tensors out', others);
  const button = { iconPath: new vscode.ThemeIcon('circle-slash'), tooltip };
  return { label: t(title), description, offer, ...(others > 0 ? { buttons: [button] } : {}) };
}

function titleOf(group: ConversionOffer['group']): string {
  const titles = {
    mend: vscode.l10n.t('Mends of what was found'),
    shape: vscode.l10n.t('Shape'),
    range: vscode.l10n.t('Range'),
    mask: vscode.l10n.t('Mask'),
    latent: vscode.l10n.t('Latent'),
    format: vscode.l10n.t('Format'),
    other: vscode.l10n.t('Other'),
  };
  return titles[group];
}
