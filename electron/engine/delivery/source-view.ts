/** Sources of facts as the screen shows them: those of open projects, imports, and what closed projects left behind. */
import type { FactKind } from '../../../shared/domain/delivery/facts.ts';
import { handSource, isImport } from '../../../shared/domain/delivery/own-sources.ts';
import type { FactSourceView } from '../../../shared/rpc/delivery-views.ts';
import type { FactSource, StoredSource } from '../delivery-ports.ts';
import { mayForget } from './imports.ts';
import type { ProgressWatch } from './progress.ts';
import type { SyncState } from './sync-entry.ts';

const kindWords: Readonly<Record<FactKind, string>> = {
	deployment: 'deployments',
	commit: 'commits',
	change: 'changes',
	incident: 'incidents',
	'timeline-event': 'flags and migrations',
	'pipeline-run': 'pipeline runs',
	'test-run': 'test results',
};

function tellsText(kinds: readonly FactKind[]): string {
	return kinds.map((kind) => kindWords[kind]).join(', ');
}

function countOf(stored: StoredSource | undefined): number {
	return Object.values(stored?.counts ?? {}).reduce((sum, count) => sum + count, 0);
}

function connectedView(state: SyncState, stored: StoredSource | undefined): FactSourceView {
	const { synced, state: shown, progress, problem, leftOut, nextAt, syncedAt, coveredFrom } = state;
	const { id, label, kind, tells } = synced.source;
	return {
		...{ id, projectId: synced.projectId, label, kind, tells: tellsText(tells), state: shown, progress, problem },
		...{ syncedAt, coveredFrom, facts: countOf(stored), leftOut, nextAt, canForget: mayForget(id, true) },
	};
}

/** What the store keeps and nothing brings any more. */
function leftView(stored: StoredSource): FactSourceView {
	const { source: id, problem, syncedAt, coveredFrom, counts } = stored;
	const kinds = Object.keys(kindWords).filter((kind): kind is FactKind => Object.hasOwn(counts, kind));
	const isByHand = id === handSource;
	return {
		...{ id, projectId: '', label: labelOf(id, isByHand), kind: isByHand ? 'hand' : isImport(id) ? 'import' : 'left' },
		...{ tells: tellsText(kinds), state: 'idle', progress: null, problem, syncedAt, coveredFrom },
		...{ facts: countOf(stored), leftOut: [], nextAt: null, canForget: mayForget(id, false) },
	};
}

function labelOf(id: string, isByHand: boolean): string {
	if (isByHand) return 'Noted by hand';
	return isImport(id) ? `Import ${id.slice(id.indexOf(':') + 1)}` : `${id} (its project is not open)`;
}

function importView(source: FactSource, progress: ProgressWatch): FactSourceView {
	const { id, tells } = source;
	return {
		...{ id, projectId: '', label: labelOf(id, false), kind: 'import', tells: tellsText(tells), state: 'syncing' },
		...{ progress: progress.view(), problem: null, syncedAt: null, coveredFrom: null, facts: 0, leftOut: [] },
		...{ nextAt: null, canForget: false },
	};
}

/** All of them, each once: what is under way hides what is kept of it. */
export function sourceViews(given: {
	readonly states: readonly SyncState[];
	readonly stored: readonly StoredSource[];
	readonly imports: readonly { readonly source: FactSource; readonly progress: ProgressWatch }[];
}): readonly FactSourceView[] {
	const { states, stored, imports } = given;
	const views = new Map(stored.map((one) => [one.source, leftView(one)]));
	for (const state of states) {
		const { id } = state.synced.source;
		views.set(
			id,
			connectedView(
				state,
				stored.find(({ source }) => source === id),
			),
		);
	}
	for (const { source, progress } of imports) views.set(source.id, importView(source, progress));
	return [...views.values()];
}
