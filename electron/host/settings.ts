/** What a host remembers from one start to the next. */
import Conf from 'conf';
import type { EngineApi } from '../../shared/rpc/api.ts';

/** Projects that were open, in the order they were opened. */
export interface Settings {
	projects(): readonly string[];
	setProjects(paths: readonly string[]): void;
}

const maxProjects = 20;

/** Opens `settings.json` in the data folder. A broken file is started anew rather than keeping the room shut. */
export function openSettings(dataFolder: string): Settings {
	const conf = new Conf<{ projects: string[] }>({
		cwd: dataFolder,
		configName: 'settings',
		projectName: 'signalbox',
		clearInvalidConfig: true,
		defaults: { projects: [] },
		schema: { projects: { type: 'array', items: { type: 'string' }, maxItems: maxProjects } },
	});
	return {
		projects: () => conf.get('projects'),
		setProjects: (paths) => conf.set('projects', [...new Set(paths)].slice(-maxProjects)),
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
