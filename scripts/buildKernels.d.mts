/** Where the generated module lies. */
export declare const GENERATED_PATH: string;
/** The text of the generated module. */
export declare function generateKernels(): Promise<string>;
