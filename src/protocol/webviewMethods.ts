import type { Kind } from '../core/contracts/index';
import type { ConversionId } from '../core/convert/conversionIds';
import type { FileRuleId } from '../core/fileRules';
import type { Finding } from '../core/findings';
import type { Picture, PictureRequest } from '../core/render/picture';
import type { AxisRange } from '../core/tensor/slice';
import type { TensorStats } from '../core/tensor/stats';
import type { ConversionOffer, FileInfo, Reading, TensorInfo, Values } from './engineMethods';

/** Why a file cannot be shown: for the editor's own error page. */
export interface OpenFailure {
  readonly message: string;
  readonly byteOffset?: number;
  readonly tensor?: string;
  /** The rule that it breaks, where that is not `file/unreadable`. */
  readonly rule?: FileRuleId;
}

/** What is asked for to get a picture. */
export interface TensorPictureRequest {
  readonly tensor: number;
  readonly request: PictureRequest;
}

/** A picture with what was asked for to get it. */
export interface TensorPicture extends TensorPictureRequest {
  readonly picture: Picture;
}

/** All that the webview needs to draw its first frame. */
export interface DocumentState {
  /** Counts the openings of the file: a state that is known already changes nothing. */
  readonly revision: number;
  readonly file: FileInfo | null;
  readonly failure: OpenFailure | null;
  /** The editor's settings that change how pictures look. */
  readonly settings: EditorSettings;
  /** What the page is about to ask for, where it was read before the page was there. */
  readonly first: readonly TensorPicture[];
  /** Every string of the interface in the user's language, by its English text. */
  readonly strings: Readonly<Record<string, string>>;
  /** What the last page that showed this file saved by `remember`; null where there was none. */
  readonly remembered: unknown;
}

export interface EditorSettings {
  readonly defaultColormap: string;
  readonly maskColor: string;
  readonly maskOpacity: number;
}

/** Another file that lends its tensors to lie over or under the ones of this file. */
export interface CompanionFile {
  /** Stays the same when the file is opened anew, in another window too. */
  readonly id: string;
  readonly name: string;
  readonly tensors: readonly TensorInfo[];
  readonly findings: readonly Finding[];
}

/** What the webview asks of the host. The webview is the less trusted side: the host checks every number. */
export interface HostMethods {
  /** The page is there: once the file was opened, its state; the page may have been told before. */
  ready(): DocumentState;
  picture(params: { readonly tensor: number; readonly request: PictureRequest }): Picture;
  /** Asks for a tensor file and opens it beside this one; null when none was chosen. */
  borrow(): CompanionFile | null;
  /** The files that the user chose for this one before, opened again; those that are gone are left out. */
  borrowed(): CompanionFile[];
  /** As `picture`, of a file that was borrowed. */
  borrowedPicture(params: {
    readonly file: string;
    readonly tensor: number;
    readonly request: PictureRequest;
  }): Picture;
  stats(params: {
    readonly tensor: number;
    readonly ranges?: readonly AxisRange[];
    readonly bins: number;
  }): TensorStats;
  values(params: { readonly tensor: number; readonly ranges: readonly AxisRange[] }): Values;
  /** Reads the tensor's values and runs the value rules; the answer comes as `findings` too. */
  checkValues(params: { readonly tensor: number }): Finding[];
  offers(params: { readonly tensor: number }): ConversionOffer[];
  /** Converts into a new file; asks for the options where none are given. */
  convert(params: {
    readonly tensor: number;
    readonly conversion: ConversionId;
    readonly options?: Readonly<Record<string, string>>;
  }): void;
  /** Asks for a place and writes the slice as a tensor file of its own. */
  saveSlice(params: { readonly tensor: number; readonly ranges: readonly AxisRange[] }): void;
  setKind(params: { readonly tensor: number; readonly kind: Kind | null | 'auto' }): void;
  /** Reads the file's quantised weights as codes or as real values; the answer comes as `document`. */
  setReading(params: { readonly reading: Reading }): void;
  /** The tensor shown now, for the status bar and for commands. */
  show(params: { readonly tensor: number }): void;
  /**
   * Keeps a page's state (selection, view settings, panes) for the next page that shows this file, and what its
   * view opens with, which is then read while that page loads.
   */
  remember(params: {
    readonly state: unknown;
    readonly opening: readonly TensorPictureRequest[];
  }): void;
  /** Opens the file again after a failure; the answer comes as `document`. */
  reopen(): void;
  openAs(params: { readonly editor: 'text' | 'binary' }): void;
  openMetadata(params: { readonly key: string }): void;
  openRule(params: { readonly rule: string }): void;
  /** Tells that the page has put something on the clipboard itself. */
  copied(params: { readonly what: string }): void;
  copyText(params: { readonly text: string; readonly what: string }): void;
  savePng(params: { readonly name: string; readonly bytes: Uint8Array }): void;
  showLog(): void;
}

/** What the host tells the webview. */
export interface WebviewEvents {
  /** The file was opened again: it changed on disk, or a kind or a setting did. */
  document(state: DocumentState): void;
  findings(params: { readonly findings: readonly Finding[] }): void;
  select(params: { readonly tensor: number }): void;
}
