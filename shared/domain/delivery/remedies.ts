/** Deployments that put right what an earlier one broke: rollbacks, fixes, reverts and hotfixes; each shows that it failed. */
import type { Cause, Causes } from './causes.ts';
import type { FactRef } from './facts.ts';
import type { FailureEvidenceKind, GraphCommit } from './judged.ts';
import type { Walk } from './lead-times.ts';
import { isIncident, type PlacedDeployment, versionName } from './place.ts';
import { canFail, isSuccess, type Standing, titleOf } from './standing.ts';
import type { Hotfixes } from './unplanned.ts';
import { evidenceWords } from './judging-words.ts';

export interface Remedy {
	/** Index of the deployment that failed. */
	readonly failed: number;
	/** Index of the later one that put it right. */
	readonly by: number;
	/** What it shows; null where it ends the failure without being evidence of it. */
	readonly evidence: { readonly kind: FailureEvidenceKind; readonly text: string } | null;
}

export interface RemediesInput {
	readonly placed: readonly PlacedDeployment[];
	readonly standings: readonly Standing[];
	readonly walk: Walk;
	readonly commits: readonly GraphCommit[] | null;
	readonly hotfixes: Hotfixes;
	readonly causes: Causes;
}

interface Tables {
	readonly byRef: ReadonlyMap<FactRef, number>;
	readonly causesById: ReadonlyMap<string, readonly Cause[]>;
	/** Of each deployment: the first counted one after it. */
	readonly nextCounted: readonly (number | null)[];
	/** Of each deployment: the last one before it that can have failed. */
	readonly lastMet: readonly (number | null)[];
	/** Of each deployment: the last one before it of the version. */
	readonly versionBefore: (version: string, index: number) => number | null;
}

/** Only deployments that succeeded are remedies, and only for those before them. */
export function remediesOf(input: RemediesInput): readonly Remedy[] {
	const tables = tablesOf(input);
	return input.placed.flatMap((_, by) => {
		const standing = input.standings[by]?.standing;
		if (!isSuccess(standing)) return [];
		const fixes = fixesOf(input, tables, by);
		if (standing === 'rollback') return [...takenBack(input, tables, by), ...fixes];
		if (standing !== 'counted') return fixes;
		const reverts = revertsOf(input, by);
		return [...fixes, ...reverts, ...(reverts.length === 0 ? hotfixOf(input, tables, by) : [])];
	});
}

/** V1 V2 V3 V1: V2 failed, the first counted one after what it went back to. A source that names one knows better. */
function takenBack({ placed, standings }: RemediesInput, tables: Tables, by: number): readonly Remedy[] {
	const rollback = placed[by];
	const standing = standings[by];
	if (rollback === undefined || standing === undefined) return [];
	const named = rollback.takesBack === null ? undefined : tables.byRef.get(rollback.takesBack);
	if (named !== undefined && named < by) {
		const text = evidenceWords.takenBackByName(titleOf(rollback));
		return [{ failed: named, by, evidence: { kind: 'rolled-back', text } }];
	}
	const failed = standing.target === null ? standing.previous : (tables.nextCounted[standing.target] ?? null);
	if (failed === null || failed >= by) return [];
	const running = placed[standing.running ?? failed];
	const text = evidenceWords.rolledBack(running === undefined ? '' : titleOf(running), titleOf(rollback));
	return [{ failed, by, evidence: { kind: 'rolled-back', text } }];
}

function fixesOf({ placed }: RemediesInput, tables: Tables, by: number): readonly Remedy[] {
	const deployment = placed[by];
	if (deployment === undefined) return [];
	const title = titleOf(deployment);
	return deployment.fixes.flatMap((fixed) => {
		if (isIncident(fixed)) return fixedIncident(tables.causesById.get(fixed.slice(9)) ?? [], by, title);
		const failed = fixed.startsWith('version:')
			? tables.versionBefore(versionName(fixed.slice(8)), by)
			: (tables.byRef.get(fixed) ?? null);
		if (failed === null || failed >= by) return [];
		return [{ failed, by, evidence: { kind: 'fixed-by' as const, text: evidenceWords.fixedBy(title) } }];
	});
}

/** That an incident was fixed does not make certain what was only inferred of its cause; it does end the failure. */
function fixedIncident(causes: readonly Cause[], by: number, title: string): readonly Remedy[] {
	return causes
		.filter(({ deployment }) => deployment < by)
		.map(({ deployment, isInferred, incident }) => {
			const text = evidenceWords.fixedIncident(title, incident.nativeId);
			return { failed: deployment, by, evidence: isInferred ? null : { kind: 'fixed-by', text } };
		});
}

/** A revert of a revert lands the change again: it shows nothing of the deployment that brought the first revert. */
function revertsOf({ walk, commits, placed }: RemediesInput, by: number): readonly Remedy[] {
	const shaOf = new Map<number, string>();
	for (const index of walk.brought[by] ?? []) {
		const commit = commits?.[index];
		if (commit === undefined || !commit.isOurs || commit.isMerge) continue;
		for (const hash of commit.reverts) {
			const failed = walk.bringerOf(hash);
			const found = walk.find(hash);
			const reverted = found === null ? undefined : commits?.[found];
			if (failed === null || failed >= by || (reverted?.reverts.length ?? 0) > 0) continue;
			if (reverted !== undefined && !reverted.isOurs && !reverted.isMerge) continue;
			const known = shaOf.get(failed);
			if (known === undefined || hash < known) shaOf.set(failed, hash);
		}
	}
	const title = placed[by] === undefined ? '' : titleOf(placed[by]);
	return [...shaOf].map(([failed, sha]) => ({
		failed,
		by,
		evidence: { kind: 'reverted-by' as const, text: evidenceWords.reverted(title, sha) },
	}));
}

/** A hotfix that says nothing of what it fixes is for what users met last. */
function hotfixOf({ placed, hotfixes }: RemediesInput, tables: Tables, by: number): readonly Remedy[] {
	const deployment = placed[by];
	const failed = tables.lastMet[by] ?? null;
	if (deployment === undefined || failed === null || !hotfixes.isHotfix(by) || deployment.fixes.length > 0) return [];
	return [{ failed, by, evidence: { kind: 'hotfix-after', text: evidenceWords.hotfix(titleOf(deployment)) } }];
}

function tablesOf({ placed, standings, causes }: RemediesInput): Tables {
	const byRef = new Map<FactRef, number>();
	const lastMet: (number | null)[] = [];
	const ofVersion = new Map<string, number[]>();
	let last: number | null = null;
	for (const [index, { refs, versions }] of placed.entries()) {
		lastMet.push(last);
		if (!canFail(standings[index]?.standing)) continue;
		last = index;
		for (const ref of refs) byRef.set(ref, index);
		for (const version of versions) ofVersion.set(version, [...(ofVersion.get(version) ?? []), index]);
	}
	const causesById = new Map<string, readonly Cause[]>();
	for (const cause of causes.causes) {
		const id = cause.incident.nativeId;
		causesById.set(id, [...(causesById.get(id) ?? []), cause]);
	}
	const versionBefore: Tables['versionBefore'] = (version, index) =>
		ofVersion.get(version)?.findLast((candidate) => candidate < index) ?? null;
	return { byRef, causesById, nextCounted: nextCountedOf(standings), lastMet, versionBefore };
}

function nextCountedOf(standings: readonly Standing[]): readonly (number | null)[] {
	const next: (number | null)[] = standings.map(() => null);
	let found: number | null = null;
	for (let index = standings.length - 1; index >= 0; index--) {
		next[index] = found;
		if (standings[index]?.standing === 'counted') found = index;
	}
	return next;
}
