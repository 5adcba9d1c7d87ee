/** Tables that follow from the facts of pipelines, written in the same transaction as the entries they follow from. */
import type { PipelineFact } from '../engine/pipeline-ports.ts';
import type { Sqlite } from './sqlite.ts';

export interface PipelineProjection {
	/** Must be called within a transaction. Throws where a release of that version is there already. */
	apply(service: string, position: number, fact: PipelineFact): void;
	/** Empties what a rebuild fills again. */
	clear(): void;
}

/** Name of the stream of a service's pipeline. */
export function pipelineStream(service: string): string {
	return `pipeline:${service}`;
}

export function createPipelineProjection({ raw }: Sqlite): PipelineProjection {
	const release = raw.prepare('insert into releases (service, version, position, body) values (?, ?, ?, ?)');
	const decision = raw.prepare(`
		insert into pipeline_decisions (id, kind, service, run_id, until, position, body) values (?, ?, ?, ?, ?, ?, ?)
	`);
	const endWaiver = raw.prepare(`delete from pipeline_decisions where id = ? and kind = 'waiver' and service = ?`);
	return {
		apply(service, position, fact) {
			switch (fact.type) {
				case 'approval': {
					const { id, runId } = fact.approval;
					decision.run(id, 'approval', service, runId, null, position, JSON.stringify(fact.approval));
					return;
				}
				case 'waiver': {
					const { id, runId, until } = fact.waiver;
					decision.run(id, 'waiver', service, runId, until, position, JSON.stringify(fact.waiver));
					return;
				}
				case 'waiver-ended':
					endWaiver.run(fact.waiverId, service);
					return;
				case 'freeze-lift': {
					const { id, until } = fact.lift;
					decision.run(id, 'lift', service, null, until, position, JSON.stringify(fact.lift));
					return;
				}
				case 'release-made':
					release.run(service, fact.release.version, position, JSON.stringify(fact.release));
					return;
				case 'run-command':
					// Kept in the journal alone: nothing is asked of it but who did what.
					return;
			}
		},
		clear() {
			raw.exec('delete from releases; delete from pipeline_decisions');
		},
	};
}
