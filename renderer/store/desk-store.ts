/** What belongs to this window alone: which deployment is looked at, notes of our own clicks, preferences. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Problem } from '../../shared/domain/result.ts';
import type { NoticeView } from '../../shared/rpc/views.ts';

export type Theme = 'light' | 'dark' | 'system';
export type Grouping = 'none' | 'owner' | 'project';
/** How a pipeline is drawn. */
export type PipelineForm = 'graph' | 'table';

/** Kept between visits. */
export interface Preferences {
	readonly theme: Theme;
	readonly grouping: Grouping;
	readonly pipelineForm: PipelineForm;
	/** Names of services that stand first on the board. */
	readonly pinned: readonly string[];
	/** Instant up to which the notices were read, ms since the epoch. */
	readonly readUntil: number;
}

/** A policy to be tried on a deployment; `policy` null begins with the defaults. */
export interface PolicyDraft {
	readonly deploymentId: string;
	readonly policy: string | null;
}

export interface Desk {
	readonly preferences: Preferences;
	/** Deployment of the open Live screen; null on other screens. */
	readonly focusedId: string | null;
	/** The trial that is open; `key` is new each time one is asked for. */
	readonly trial: (PolicyDraft & { readonly key: number }) | null;
	/** What became of this window's own clicks: refusals, and what was copied. Newest last. */
	readonly notes: readonly NoticeView[];
}

export interface DeskStore {
	readonly store: StoreApi<Desk>;
	prefer(change: Partial<Preferences>): void;
	focus(deploymentId: string | null): void;
	/** Opens the trial of a policy on a deployment's screen, or closes it. */
	tryPolicy(draft: PolicyDraft | null): void;
	/** Adds a refusal to the lasting list. */
	refuse(problem: Problem): void;
	/** Says that something was done which shows nowhere else, such as a copy on the clipboard. */
	tell(title: string, detail?: string): void;
	clearNotes(): void;
}

export interface DeskStoreDeps {
	readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
	readonly now: () => number;
	readonly newKey: () => string;
}

const storageKey = 'signalbox.preferences';
const keptNotes = 50;
const defaults: Preferences = {
	theme: 'system',
	grouping: 'none',
	pipelineForm: 'graph',
	pinned: [],
	readUntil: 0,
};

/** Reads preferences that may be missing, older or damaged: what does not fit is replaced by its default. */
export function parsePreferences(text: string | null): Preferences {
	if (text === null) return defaults;
	let found: unknown;
	try {
		found = JSON.parse(text);
	} catch {
		return defaults;
	}
	if (typeof found !== 'object' || found === null) return defaults;
	const { theme, grouping, pipelineForm, pinned, readUntil } = found as Partial<Record<keyof Preferences, unknown>>;
	return {
		theme: theme === 'light' || theme === 'dark' ? theme : defaults.theme,
		grouping: grouping === 'owner' || grouping === 'project' ? grouping : defaults.grouping,
		pipelineForm: pipelineForm === 'table' ? 'table' : defaults.pipelineForm,
		pinned: Array.isArray(pinned) ? pinned.filter((name): name is string => typeof name === 'string') : [],
		readUntil: typeof readUntil === 'number' && Number.isFinite(readUntil) ? readUntil : 0,
	};
}

/** Makes the desk of one window. */
export function createDeskStore({ storage, now, newKey }: DeskStoreDeps): DeskStore {
	const store = createStore<Desk>(() => ({
		preferences: parsePreferences(readFrom(storage)),
		focusedId: null,
		trial: null,
		notes: [],
	}));
	function note(tone: NoticeView['tone'], title: string, detail: string | null): void {
		const added = { id: `own-${newKey()}`, at: now(), tone, title, detail, deploymentId: null, environment: null };
		store.setState(({ notes }) => ({ notes: [...notes, added].slice(-keptNotes) }));
	}
	return {
		store,
		prefer(change) {
			const preferences = { ...store.getState().preferences, ...change };
			store.setState({ preferences });
			try {
				storage.setItem(storageKey, JSON.stringify(preferences));
			} catch {
				// A full or forbidden storage: the preference holds until the window closes.
			}
		},
		focus: (focusedId) => store.setState({ focusedId }),
		tryPolicy: (draft) =>
			store.setState(({ trial }) => ({ trial: draft === null ? null : { ...draft, key: (trial?.key ?? 0) + 1 } })),
		refuse: (problem) => note(problem.retryable ? 'warn' : 'bad', problem.message, problem.hint),
		tell: (title, detail) => note('good', title, detail ?? null),
		clearNotes: () => store.setState({ notes: [] }),
	};
}

function readFrom(storage: DeskStoreDeps['storage']): string | null {
	try {
		return storage.getItem(storageKey);
	} catch {
		return null;
	}
}
