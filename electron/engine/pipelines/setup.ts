/** One service's pipeline as the composition root hands it to the engine: figures and the ports behind it. */
import type { PipelineConfig } from '../../../shared/config/pipeline-model.ts';
import type { Freeze, Person } from '../../../shared/domain/pipeline/decisions.ts';
import type { StageName } from '../../../shared/domain/pipeline/model.ts';
import type { Release, Tier } from '../../../shared/domain/release.ts';
import type { PipelineRunner, Repository } from '../pipeline-ports.ts';

export interface ServiceSetup {
	readonly projectId: string;
	readonly service: string;
	readonly owner: string | null;
	/** As it was written, for the screen. */
	readonly repository: string | null;
	readonly freezes: readonly Freeze[];
	readonly people: readonly Person[];
	/** Releases that the file names, newest first: the first release of a pipeline follows the newest of them that git knows. */
	readonly listed: readonly Release[];
	/** Its environments, in the order of the file; what a release needs before it may go there. */
	readonly environments: readonly {
		readonly name: string;
		readonly tier: Tier;
		readonly requires: readonly StageName[];
	}[];
	/** Null where no pipeline is configured: then only freezes hold. */
	readonly pipeline: {
		readonly config: PipelineConfig;
		readonly runner: PipelineRunner;
		/** Null where git is not to be had: releases then have no commits, and say so. */
		readonly git: Repository | null;
	} | null;
}
