export { hasErrors, printDiagnostic, printPosition } from './diagnostic.ts'
export type { Diagnostic, Severity, SourcePosition } from './diagnostic.ts'
export {
  CancelledError,
  ConflictError,
  ExternalServiceError,
  InputError,
  isErrorCode,
  NotAllowedError,
  NotFoundError,
  PlatformError,
} from './platform-error.ts'
export type { ErrorCode, ExternalServiceErrorOptions, PlatformErrorOptions } from './platform-error.ts'
export { findStorageError, parseStorageProblem, storageError } from './storage-error.ts'
export type { StorageProblem } from './storage-error.ts'
export { errorMessage, fromReportedError, toPlatformError } from './to-error.ts'
export type { ReportedError } from './to-error.ts'
export { inertMarkdown, inertProse, markdownCode, markdownLink } from './foreign-text/inert-markdown.ts'
export { inlineCode } from './foreign-text/inline-code.ts'
export { inertLine } from './foreign-text/inert-text.ts'
export { visibleText } from './foreign-text/visible-text.ts'
