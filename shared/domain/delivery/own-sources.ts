/** The sources of facts that are Signalbox itself, and how imports are called. */
import type { SourceId } from './facts.ts';

/** Deployments of this room's journal. */
export const journalSource: SourceId = 'journal';
/** Runs of the pipelines of open projects. */
export const runsSource: SourceId = 'runs';
/** Results of tests in the reports of those runs. */
export const testsSource: SourceId = 'tests';

/** Incidents that people noted by hand. */
export const handSource: SourceId = 'hand';

const importPrefix = 'import:';
const rollbackSuffix = '#rollback';

/** An import by a person: unlike anything connected it may be forgotten. `day` is of the reporting zone. */
export function importSourceId(day: string, name: string): SourceId {
	return `${importPrefix}${day} ${name}`;
}

export function isImport(source: SourceId): boolean {
	return source.startsWith(importPrefix);
}

/** Native id of a rollback after completion, which is a deployment of its own. */
export function rollbackIdOf(deploymentId: string): string {
	return `${deploymentId}${rollbackSuffix}`;
}

/** The deployment of our own that a fact is about; null for facts of other sources. */
export function ownDeploymentId(source: SourceId, nativeId: string): string | null {
	if (source !== journalSource) return null;
	return nativeId.endsWith(rollbackSuffix) ? nativeId.slice(0, -rollbackSuffix.length) : nativeId;
}
