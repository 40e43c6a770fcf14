/** Where the generated file lies. */
export declare const GENERATED_PATH: string;
/** The text of the generated file. */
export declare function generateColormaps(): string;
