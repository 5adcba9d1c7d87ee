/** What a host remembers from one start to the next. */
import Conf from 'conf';
import type { EngineApi } from '../../shared/rpc/api.ts';
import type { Logger } from '../engine/ports.ts';
import type { SettingsDesk } from './shell/desk.ts';
import { createSettingsDesk } from './shell/settings-desk.ts';

/** Projects that were open, in the order they were opened. A disk that refuses is logged: it must not fail what a person does. */
export interface Settings {
	projects(): readonly string[];
	setProjects(paths: readonly string[]): void;
	readonly desk: SettingsDesk;
}

const maxProjects = 20;

/**
 * Opens `settings.json` in the data folder. A broken file is started anew rather than keeping the room shut.
 * Throws where the folder cannot be read or written at all.
 */
export function openSettings(dataFolder: string, logger: Pick<Logger, 'warn'>): Settings {
	const conf = new Conf<{ projects: string[] }>({
		cwd: dataFolder,
		configName: 'settings',
		projectName: 'signalbox',
		clearInvalidConfig: true,
		defaults: { projects: [] },
		schema: { projects: { type: 'array', items: { type: 'string' }, maxItems: maxProjects } },
	});
	let lastRead = conf.get('projects');
	return {
		desk: createSettingsDesk(),
		projects() {
			try {
				lastRead = conf.get('projects');
			} catch (err) {
				logger.warn({ err }, 'the settings cannot be read; the last known ones are used');
			}
			return lastRead;
		},
		setProjects(paths) {
			try {
				conf.set('projects', [...new Set(paths)].slice(-maxProjects));
			} catch (err) {
				logger.warn({ err }, 'the open projects will not be remembered');
			}
		},
	};
}

/** The same engine, remembering the projects that a person opens and closes. */
export function rememberingProjects(api: EngineApi, settings: Settings): EngineApi {
	const paths = new Map<string, string>();
	const remember = (projectId: string, path: string): void => {
		paths.set(projectId, path);
		settings.setProjects([...settings.projects(), path]);
	};
	return {
		...api,
		projects: {
			...api.projects,
			open: async (input, caller) => {
				const opened = await api.projects.open(input, caller);
				if (opened.ok) remember(opened.value.projectId, input.path);
				return opened;
			},
			create: async (input, caller) => {
				const created = await api.projects.create(input, caller);
				if (created.ok) remember(created.value.projectId, input.path);
				return created;
			},
			close: async (input, caller) => {
				const closed = await api.projects.close(input, caller);
				const path = paths.get(input.projectId);
				if (closed.ok) settings.setProjects(settings.projects().filter((each) => each !== path));
				return closed;
			},
		},
	};
}
