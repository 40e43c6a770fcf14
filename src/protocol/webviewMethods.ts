import type { Kind } from '../core/contracts/index';
import type { ConversionId } from '../core/convert/conversionIds';
import type { FileRuleId } from '../core/fileRules';
import type { Finding, Severity } from '../core/findings';
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
  /** The file's own name: it tells the files of a folder apart that one page shows in turn. */
  readonly fileName: string;
  /** Whether it is the file that the editor was opened for, and not another one of its folder. */
  readonly isOwn: boolean;
  /** Counts the openings of the file: a state that is known already changes nothing. */
  readonly revision: number;
  readonly file: FileInfo | null;
  readonly failure: OpenFailure | null;
  /** How many of its tensors have values that were not read: what those say is not among the findings. */
  readonly unread: number;
  /** Its path in the workspace folder, for what is set for it and its folder; null where it is in none. */
  readonly path: string | null;
  /** The editor's settings that change how pictures look. */
  readonly settings: EditorSettings;
  /** What the page is about to ask for, where it was read before the page was there. */
  readonly first: readonly TensorPicture[];
  /** Every string of the interface in the user's language, by its English text. */
  readonly strings: Readonly<Record<string, string>>;
  /** What the last page that showed this file saved by `remember`; null where there was none. */
  readonly remembered: unknown;
  /** The name of a tensor that someone asked to see, from Problems; null where nobody did. */
  readonly asked: string | null;
}

/** A tensor file or a picture of the folder that a page walks through. */
export interface FolderFile {
  readonly name: string;
  /** The worst of what is known to be found in it. */
  readonly worst: Severity | null;
}

/** A file as a small picture. */
export interface Thumbnail {
  readonly picture: Picture;
  /** What decides its colours. */
  readonly tensor: TensorInfo;
}

/** Where a rule is to be silent. */
export type IgnoreScope = 'file' | 'folder' | 'everywhere';

/** How far a reading is. */
export interface ReadingProgress {
  readonly doneBytes: number;
  readonly totalBytes: number;
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
  /**
   * The page is there: once the file was opened, its state; the page may have been told before. A page that comes
   * back names the file that it showed.
   */
  ready(params: { readonly file: string | null }): DocumentState;
  /** The files of this one's folder, itself among them. */
  folder(): readonly FolderFile[];
  /** Another file of the folder, opened: from the next `show` of it on, all that is asked is about that file. */
  openBeside(params: { readonly file: string }): DocumentState;
  /** A file of the folder as a small picture; null where it has none. */
  thumbnail(params: { readonly file: string }): Thumbnail | null;
  picture(params: { readonly tensor: number; readonly request: PictureRequest }): Picture;
  /** Asks for a tensor file and opens it beside this one; null when none was chosen. */
  chooseCompanion(): CompanionFile | null;
  /** The files that the user chose for this one before, opened again; those that are gone are left out. */
  companions(): CompanionFile[];
  /** As `picture`, of a companion file. */
  companionPicture(params: {
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
  /** Reads the values of a tensor, or of all, and runs the value rules; the answer comes as `findings` too. */
  checkValues(params: { readonly tensor: number | null }): Finding[];
  offers(params: { readonly tensor: number }): ConversionOffer[];
  /** Converts into a new file; asks for the options where none are given. */
  convert(params: {
    readonly tensor: number;
    readonly conversion: ConversionId;
    readonly options?: Readonly<Record<string, string>>;
  }): void;
  /** Asks for a place and writes the slice as a tensor file of its own. */
  saveSlice(params: { readonly tensor: number; readonly ranges: readonly AxisRange[] }): void;
  /** Python that loads a part of a tensor; null for a format that no usual library reads. */
  loadCode(params: {
    readonly tensor: number;
    readonly ranges: readonly AxisRange[];
    readonly isTurned: boolean;
  }): string | null;
  /** Switches a rule off in the project's settings: for this file, its folder, or everywhere. */
  ignore(params: { readonly rule: string; readonly scope: IgnoreScope }): void;
  /** Gives the kind of a tensor to all of its name in the files of its folder, in the project's settings. */
  giveKind(params: { readonly tensor: number }): void;
  setKind(params: { readonly tensor: number; readonly kind: Kind | null | 'auto' }): void;
  /** Reads the file's quantised weights as codes or as real values; the answer comes as `document`. */
  setReading(params: { readonly reading: Reading }): void;
  /** The file and the tensor shown now, for the status bar and for commands. */
  show(params: { readonly file: string; readonly tensor: number }): void;
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
  findings(params: {
    readonly file: string;
    readonly findings: readonly Finding[];
    readonly unread: number;
  }): void;
  /** How far a request of the page is that reads many values. */
  progress(params: ReadingProgress & { readonly request: number }): void;
  /** Shows a tensor, with what is found in it. */
  select(params: { readonly tensor: number }): void;
  /** Asks the page to go on to the next file of the folder, or back. */
  step(params: { readonly by: 1 | -1 }): void;
}
