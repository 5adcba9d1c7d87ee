/** One service in one environment as the composition root hands it to the engine: figures and the ports behind it. */
import type { EnvironmentConfig } from '../../shared/config/model.ts';
import type { Release } from '../../shared/domain/release.ts';
import type { MetricSource, SmokeTester, Target } from './ports.ts';

export interface EnvironmentSetup {
	readonly projectId: string;
	readonly service: string;
	readonly owner: string | null;
	/** Releases that may be started, newest first. */
	readonly releases: readonly Release[];
	readonly config: Pick<
		EnvironmentConfig,
		'name' | 'tier' | 'strategy' | 'strategies' | 'health' | 'machine' | 'sampleIntervalMs' | 'sampleWindowMs'
	>;
	readonly target: Target;
	/** Null when no metrics are configured. */
	readonly source: MetricSource | null;
	readonly smoke: SmokeTester;
	/** How many times faster than the wall the steps run; 1 except in the sample. */
	readonly clockRate: number;
}
