/** Goes the way to the API station by station and names what is wrong, and the setting that changes it. */
export { checkConnection, type CheckOptions } from './check-connection';
export { connectionReport } from './report';
export type { CheckStep, Station } from './step';
