import type { Diagnostic } from '@groundplan/errors'

/** What is wrong with the text of a file. */
export type FileValidation = (path: string, text: string) => readonly Diagnostic[]
