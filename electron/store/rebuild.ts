/** Making the projections again from the journal, which is the truth. */
import type { JournalEntry } from '../engine/ports.ts';
import type { RecordedEvent } from '../../shared/domain/deployment/events.ts';
import type { Deployment } from '../../shared/domain/deployment/model.ts';
import { ok, type Result } from '../../shared/domain/result.ts';
import type { AppendParts } from './append.ts';
import { chainBreak, genesisHash, readEntry } from './chain.ts';
import { isEnvironmentRecord, recordedEvent } from './decode.ts';
import { corruptEntry, storeFailure } from './failures.ts';
import { deploymentStream, type Head, standingEntryType } from './journal-writer.ts';
import { isPipelineFact } from './pipeline-decode.ts';
import { type PipelineProjection, pipelineStream } from './pipeline-projection.ts';
import type { DeploymentProjection } from './projections.ts';
import { type JournalRow, journalRow } from './schema.ts';

/** The engine's pure fold: the deployment after one more event; `null` before the first. */
export type DeploymentFold = (before: Deployment | null, recorded: RecordedEvent) => Deployment;

export interface Rebuilt {
	readonly deployments: number;
	readonly environments: number;
}

export interface RebuildParts extends AppendParts {
	readonly pipelines: PipelineProjection;
}

type Folded = Omit<DeploymentProjection, 'snapshot'>;

/**
 * Refills `deployments`, `environments`, `releases` and `pipeline_decisions` from the journal, in one transaction that keeps every other writer out.
 * For repair and for a new version whose snapshots look different: the event loop stands still meanwhile.
 * Leases are not touched: their fence must not go back. Fails with `store-corrupt` and leaves everything as it was.
 */
export function rebuildProjections(parts: RebuildParts, fold: DeploymentFold): Result<Rebuilt> {
	const { sqlite, file, projections, pipelines } = parts;
	const deployments = new Map<string, Folded>();
	const environments = new Set<string>();
	const take = (row: JournalRow): Result<void> => {
		const entry = readEntry(row);
		if (!entry.ok) return entry;
		if (row.stream.startsWith(deploymentStream(''))) return foldEntry(deployments, fold, entry.value);
		if (row.stream.startsWith(pipelineStream(''))) return applyFact(pipelines, entry.value);
		if (row.type !== standingEntryType) return ok(undefined);
		const record: unknown = entry.value.payload;
		if (!isEnvironmentRecord(record)) return corruptEntry(row.seq, 'it does not say what stands in an environment');
		projections.saveEnvironment(record);
		environments.add(record.key);
		return ok(undefined);
	};
	try {
		return sqlite.transact((): Result<Rebuilt> => {
			projections.clear();
			pipelines.clear();
			const walked = walk(parts, take);
			if (!walked.ok) throw new RebuildRefused(walked);
			for (const folded of deployments.values())
				projections.saveDeployment({ ...folded, snapshot: JSON.stringify(folded.deployment) });
			return ok({ deployments: deployments.size, environments: environments.size });
		});
	} catch (error) {
		if (error instanceof RebuildRefused) return error.failure;
		return storeFailure(error, file, 'make its state again from the journal');
	}
}

/** Carries a failure out of the transaction, so that it is undone. */
class RebuildRefused extends Error {
	readonly failure: Extract<Result<never>, { readonly ok: false }>;
	constructor(failure: Extract<Result<never>, { readonly ok: false }>) {
		super(failure.problem.message);
		this.failure = failure;
	}
}

function foldEntry(deployments: Map<string, Folded>, fold: DeploymentFold, entry: JournalEntry): Result<void> {
	const recorded = recordedEvent(entry);
	if (recorded === null) return corruptEntry(entry.seq, `"${entry.type}" is no event of a deployment`);
	const before = deployments.get(entry.stream);
	deployments.set(entry.stream, {
		deployment: fold(before?.deployment ?? null, recorded),
		firstSeq: before?.firstSeq ?? entry.seq,
		lastSeq: entry.seq,
	});
	return ok(undefined);
}

function applyFact(pipelines: PipelineProjection, { seq, stream, type, payload }: JournalEntry): Result<void> {
	if (!isPipelineFact(payload)) return corruptEntry(seq, `"${type}" is no fact of a pipeline`);
	pipelines.apply(stream.slice(pipelineStream('').length), seq, payload);
	return ok(undefined);
}

function walk({ sqlite }: AppendParts, take: (row: JournalRow) => Result<void>): Result<void> {
	let head: Head = { seq: 0, hash: genesisHash };
	for (const found of sqlite.raw.prepare('select * from journal order by seq').iterate()) {
		const row = journalRow(found);
		const broken = chainBreak(head, [row]);
		if (broken !== null) return broken;
		const taken = take(row);
		if (!taken.ok) return taken;
		head = row;
	}
	return ok(undefined);
}
