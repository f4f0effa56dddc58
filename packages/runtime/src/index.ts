export { createLog, type Log } from './log.ts';
export { type MicrosoftCloud, microsoftCloudOf } from './microsoft-cloud.ts';
export { readSettings, SettingsError } from './read-settings.ts';
export { portalSettings, workerSettings } from './settings.ts';
export { createShutdown, type Shutdown } from './shutdown.ts';
