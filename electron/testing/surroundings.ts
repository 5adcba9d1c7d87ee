/** The surroundings of a room in a test: this process's environment and the settings as they are at first. */
import { homedir } from 'node:os';
import { defaultShellSettings } from '../../shared/shell/settings.ts';
import { createSurroundings, type Surroundings } from '../host/surroundings.ts';

export function plainSurroundings(): Surroundings {
	return createSurroundings({
		host: 'browser',
		machine: { platform: process.platform, env: process.env, homeFolder: homedir() },
		settings: { current: () => defaultShellSettings, onChange: () => () => {} },
		logger: { info: () => {}, warn: () => {} },
	});
}
