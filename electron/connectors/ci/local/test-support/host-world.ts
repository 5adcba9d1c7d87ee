/** What a host needs of the world, without anything of the tests. */
import type { JobConfig } from '../../../../../shared/config/pipeline-model.ts';
import type { CommitInfo } from '../../../../../shared/domain/pipeline/model.ts';
import type { Clock, Logger } from '../../../../engine/ports.ts';

export interface HostOrder {
	readonly folder: string;
	readonly jobs: readonly JobConfig[];
	readonly work: string;
	readonly commit: CommitInfo;
	readonly secret: string;
}

export const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };

export const clock: Clock = {
	now: () => Date.now(),
	monotonic: () => performance.now(),
	after(delayMs, run) {
		const timer = setTimeout(run, delayMs);
		return () => clearTimeout(timer);
	},
};
