import type { Classification } from '../core/contracts/classification';
import type { Kind } from '../core/contracts/index';
import type { ConversionDescription, ConversionGroup } from '../core/convert/conversion';
import type { ConversionId } from '../core/convert/conversionIds';
import type { Finding, RuleId } from '../core/findings';
import type { KnownName, PythonFinding } from '../core/python/checkText';
import type { Picture, PictureRequest } from '../core/render/picture';
import type { ScanSettings } from '../core/settings/scanFilter';
import type { AxisRange } from '../core/tensor/slice';
import type { TensorStats } from '../core/tensor/stats';
import type { FormatId } from '../core/tensor/tensor';

/** Where a file's bytes are: on disk beside the engine, or read whole by the host (virtual file systems). */
export type FileLocation =
  | { readonly type: 'path'; readonly path: string }
  | { readonly type: 'bytes'; readonly name: string; readonly bytes: Uint8Array };

/** A file to convert: by its place, or one that the engine has open. */
export type FileReference = FileLocation | { readonly type: 'opened'; readonly fileId: number };

/** A tensor as lists, views and the CLI see it. */
export interface TensorInfo {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly byteLength: number;
  /** Whether values can be shown as text, and whether they are numbers. */
  readonly decodable: boolean;
  readonly numeric: boolean;
  readonly classification: Classification;
  /** Bytes in the file, where values are decoded as they are read. */
  readonly storedBytes?: number;
  /** Only of a quantised weight. */
  readonly quantised?: QuantisedInfo;
}

/** An opened file, headers only. Tensors are addressed by their index in `tensors`. */
export interface FileInfo {
  readonly fileId: number;
  readonly name: string;
  readonly format: FormatId;
  readonly byteLength: number;
  /** Pairs, not an object: a key may be `__proto__`. */
  readonly metadata: readonly (readonly [string, string])[];
  readonly tensors: readonly TensorInfo[];
  readonly findings: readonly Finding[];
  readonly reading: Reading;
}

/** The user's choice of a tensor's kind; `null` means "held to no contract". */
export interface KindChoice {
  readonly tensor: string;
  readonly kind: Kind | null;
}

/** What the user has said about a file: kinds chosen in the editor, contract settings, severities. */
export interface UserOverrides {
  /** Path relative to what the globs of `contracts` are over: a workspace or a project's folder. */
  readonly relativePath: string;
  readonly kinds: readonly KindChoice[];
  /** The settings as they stand, whatever a user wrote there; the engine reads what can be used. */
  readonly contracts: unknown;
  readonly rules: unknown;
  /** How quantised weights are read; as they are stored unless given. */
  readonly reading?: Reading;
}

/** Quantised weights as their stored codes, or as the numbers that these stand for. */
export type Reading = 'stored' | 'real';

/** What a quantised weight is. */
export interface QuantisedInfo {
  /** `NF4`, as in "NF4 of [64, 64]". */
  readonly title: string;
  /** The shape of its real values; null where they are not known. */
  readonly shape: readonly number[] | null;
  /** What a person should know of it, or why its values are not known, one sentence. */
  readonly note: string | null;
}

export interface OpenParams {
  readonly location: FileLocation;
  readonly overrides: UserOverrides;
}

/** A file that may be open in the engine already; `word` is for one that is not. */
export interface ReferenceParams {
  readonly file: FileReference;
  readonly overrides: UserOverrides;
}

/** Findings of one file, opened and closed again. */
export interface LintParams extends OpenParams {
  /** Also read every value and run the value rules. */
  readonly values: boolean;
  /** Values are left unread where that would read more bytes than this. */
  readonly valuesUpTo?: number;
  /** False leaves pictures alone, whatever their names: nothing is found in them. */
  readonly decodesPictures?: boolean;
}

/** What is found in a file, and whether all values were read that a rule asks for. */
export interface LintReport {
  readonly findings: readonly Finding[];
  readonly valuesRead: boolean;
}

export interface PythonReport {
  readonly findings: readonly PythonFinding[];
  /** What is known of names and calls, for hovers and inlay shapes. */
  readonly known: readonly KnownName[];
  /** True when the time or step limit ended the analysis early. */
  readonly isIncomplete: boolean;
}

export interface PythonParams {
  readonly text: string;
  readonly rules: unknown;
  /** Names the document from one edit to the next, so that only what changed is analysed again. */
  readonly document?: string;
  /** The text is a notebook's cells: what stands outside of nodes is followed too. */
  readonly isNotebook?: boolean;
}

/** A Python file or a notebook as it is on disk. */
export interface PythonFileParams {
  readonly location: FileLocation;
  readonly rules: unknown;
}

/** A finding in a Python file; in a notebook it is in the places of a cell, its chain and `fileLine` in the file's lines. */
export interface PythonFileFinding extends PythonFinding {
  /** The line of code that it begins in, without its indent. */
  readonly code: string;
  /** The cell, from 1 among all, and the line of the notebook's file, from 1. */
  readonly notebook?: { readonly cell: number; readonly fileLine: number };
}

export interface PythonFileReport {
  readonly findings: readonly PythonFileFinding[];
  /** True when the time or step limit ended the analysis early. */
  readonly isIncomplete: boolean;
}

export interface PictureParams {
  readonly fileId: number;
  readonly tensor: number;
  readonly request: PictureRequest;
}

/** What to take statistics of: the whole tensor, or a part. */
export interface StatsParams {
  readonly fileId: number;
  readonly tensor: number;
  readonly ranges?: readonly AxisRange[];
  readonly bins: number;
}

export interface ValuesParams {
  readonly fileId: number;
  readonly tensor: number;
  readonly ranges: readonly AxisRange[];
}

/** Exact values as text, flat in C order. */
export interface Values {
  readonly shape: readonly number[];
  readonly values: readonly (string | readonly [string, string])[];
}

export interface ConvertParams {
  readonly conversion: ConversionId;
  /** The files to convert; `tensors` empty means all that the conversion applies to. */
  readonly inputs: readonly {
    readonly file: FileReference;
    readonly tensors: readonly string[];
  }[];
  readonly overrides: UserOverrides;
  readonly options: Readonly<Record<string, string>>;
  /** A file path, or null for a new name beside the first input. Several results number their names. */
  readonly output: string | null;
  readonly overwrite: boolean;
}

export interface ConvertResult {
  /** Every file written. */
  readonly outputs: readonly { readonly path: string; readonly byteLength: number }[];
  /** What was left out or got another name, one sentence each. */
  readonly notes: readonly string[];
}

/** What a conversion would write. */
export interface ConversionPreview {
  /** The shapes of the first results: `[1,768,768,3] and 2 more`. */
  readonly shapes: string;
  readonly paths: readonly string[];
  /** Bytes of the tensors that would be written. */
  readonly byteLength: number;
  /** False where every tensor would stay as it is. */
  readonly isChange: boolean;
  /** What would be left out or get another name, one sentence each. */
  readonly notes: readonly string[];
}

/** What a conversion would do to a tensor, for the quick pick: `IMAGE [1,3,8,8] -> [1,8,8,3]`. */
export interface ConversionOffer extends ConversionDescription {
  readonly preview: string;
  /** Where the palette shows it: mends of the tensor's findings first, what makes no sense here last. */
  readonly group: 'mend' | ConversionGroup | 'other';
  /** Why it makes no sense here, for the last group. */
  readonly reason?: string;
  /** The tensors of the file that it applies to. */
  readonly tensors: readonly string[];
  /** How many tensors of the file stay beside the converted one, and can be left out. */
  readonly others: number;
  /** It takes the file as a whole (`rewrite`, `saveAs`), not one tensor. */
  readonly wholeFile?: boolean;
  /** It makes one result of several files (`stackBatch`). */
  readonly joinsFiles?: boolean;
}

/** Which files of a folder a background check reads. */
export interface FindFilesParams {
  readonly folder: string;
  readonly wanted: 'tensors' | 'python';
  /** What is set in the editor; its globs are over paths relative to the folder. */
  readonly settings: ScanSettings;
  /** Whether project files (`tensor-loupe.json`) are read: only where the workspace is trusted. */
  readonly readsProjects: boolean;
}

/** Two files held against each other: which of them has the MASK, and what does not fit. */
export interface PairReport {
  readonly mask: number;
  readonly findings: readonly Finding[];
  /** The rules that were tried. */
  readonly rules: readonly RuleId[];
}

export interface SnippetParams {
  readonly conversion: ConversionId;
  /** The tensor's name, which becomes the variable's. */
  readonly tensor: string;
  readonly options: Readonly<Record<string, string>>;
}

/** Lines of Python that do what a conversion does. */
export interface Snippets {
  readonly torch: string;
  readonly numpy: string;
}

export interface SaveSliceParams {
  readonly fileId: number;
  readonly tensor: number;
  readonly ranges: readonly AxisRange[];
  /** The user has chosen the name, and agreed to overwrite it where it exists. */
  readonly path: string;
}

export interface LoadCodeParams {
  readonly fileId: number;
  readonly tensor: number;
  readonly ranges: readonly AxisRange[];
  readonly isTurned: boolean;
  /** What the code calls the file. */
  readonly path: string;
}

/** One step of "Fix All", in words. */
export interface PlannedFix {
  readonly conversion: ConversionId;
  readonly tensor: string;
  readonly preview: string;
}

/** What "Fix All" starts with. */
export interface FixPlan {
  readonly steps: readonly PlannedFix[];
  /** What the new file would leave out, one sentence each. */
  readonly notes: readonly string[];
}

/** What the host asks of the engine. One entry is one request; every one can be cancelled. */
export interface EngineMethods {
  open(params: OpenParams): FileInfo;
  close(params: { readonly fileId: number }): void;
  picture(params: PictureParams): Picture;
  stats(params: StatsParams): TensorStats;
  values(params: ValuesParams): Values;
  /** Reads values and runs the value rules; all findings of the file, header rules included. */
  checkValues(params: { readonly fileId: number; readonly tensors?: readonly number[] }): Finding[];
  /** Opens, lints and closes a file. @throws what `open` throws. */
  lint(params: LintParams): LintReport;
  /** Paths of the tensor files, or of the Python files and notebooks, below a folder on disk. */
  findFiles(params: FindFilesParams): string[];
  python(params: PythonParams): PythonReport;
  /** The same of a file as it is on disk. @throws when it cannot be read */
  pythonFile(params: PythonFileParams): PythonFileReport;
  /** One sentence for each entry of the settings that cannot be used. */
  settingsNotices(params: Pick<UserOverrides, 'contracts' | 'rules'>): string[];
  offers(params: { readonly fileId: number; readonly tensor: number | null }): ConversionOffer[];
  /** The same for a file as a whole. */
  offersFor(params: ReferenceParams): ConversionOffer[];
  /** What `convert` would write for the same request, or why it refuses; nothing is written. */
  previewConversion(params: ConvertParams): ConversionPreview;
  convert(params: ConvertParams): ConvertResult;
  saveSlice(params: SaveSliceParams): ConvertResult;
  /** Python that loads a part of a tensor of the file at `path`; null where no usual library reads its format. */
  loadCode(params: LoadCodeParams): string | null;
  snippets(params: SnippetParams): Snippets;
  /** All that has exactly one safe mend; nothing is written. */
  planFixes(params: ReferenceParams): FixPlan;
  /** Does what `planFixes` says, into a new file beside the source. */
  fixAll(params: ReferenceParams): ConvertResult;
  pair(params: { readonly files: readonly OpenParams[] }): PairReport;
}

/** What the engine tells the host meanwhile. */
export interface EngineEvents {
  /** Where the engine has no disk: writes a file whole, at an address as `Files.placeOf` gave it. */
  write(params: { readonly path: string; readonly bytes: Uint8Array }): void;
  progress(params: Progress): void;
  log(params: { readonly level: 'info' | 'warn' | 'error'; readonly message: string }): void;
}

export interface Progress {
  /** The request's id. */
  readonly request: number;
  readonly doneBytes: number;
  readonly totalBytes: number;
}
