/** The Task API as an SDK: the public face of core/api. */
export * from './client';
export { systemClock, type Clock } from './clock';
export { checkCredential } from './credential';
export { describeError, type ErrorDescription } from './describe-error';
export { SigmicError, isSigmicError, type SigmicErrorKind } from './errors';
export type { StreamEvent, StreamEventName } from './events';
export type { ErrorAction } from './explanation';
export { loadPart } from './load-part';
export type { Logger } from './logger';
export { isLoopback, parseApiUrl } from './origin';
export { redact } from './redact';
export type {
  Artifact,
  AttachedFile,
  CreatedTask,
  History,
  HistoryMessage,
  PendingApproval,
  SavedToolCall,
  Task,
  TaskStatus,
  Thought,
  WidgetToken,
} from './schemas';
export { tokenEnd } from './token-end';
export { loadSystemCertificates } from './system-certificates';
export { createTransport, type NetworkSettings, type Transport } from './transport';
export {
  checkUpload,
  fileFromDisk,
  maxUploadBytes,
  maxUploadFiles,
  type UploadFile,
  type UploadSource,
} from './upload';
export { problemOfName } from './variable-name';
