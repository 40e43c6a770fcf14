/** The id of a conversion, as its member of the list has it. */
export type ConversionId = string;
