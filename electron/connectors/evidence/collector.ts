/** Finds and reads the reports of a run: artifacts, then files, then facts. */
import { ok } from '../../../shared/domain/result.ts';
import type { EvidenceCollector } from '../../engine/pipeline-ports.ts';
import type { Clock } from '../../engine/ports.ts';
import { chooseArtifacts } from './choose-artifacts.ts';
import { createFetchedArtifacts } from './fetched-artifacts.ts';
import { defaultLimits, type EvidenceLimits } from './limits.ts';
import type { Basket } from './source-reader.ts';
import { createRound } from './source-round.ts';
import { createTestBasket } from './test-results/case-basket.ts';

export interface CollectorDeps {
	/** Made when it is missing; nothing of ours stays in it. */
	readonly temporaryFolder: string;
	readonly clock: Clock;
	readonly limits?: Partial<EvidenceLimits>;
}

/**
 * Fails as a whole only when the runner cannot be asked now (`ci-unreachable`, `ci-rate-limited`, `cancelled`, and whatever
 * the list of artifacts fails with): such a failure says nothing about the run's reports.
 */
export function createEvidenceCollector(deps: CollectorDeps): EvidenceCollector {
	const limits: EvidenceLimits = { ...defaultLimits, ...deps.limits };
	return {
		async collect({ runner, nativeId, sources, onTests }, signal) {
			if (sources.length === 0) return ok({ evidence: [], problems: [] });
			const listed = await runner.artifacts(nativeId, signal);
			if (!listed.ok) return listed;
			const { temporaryFolder } = deps;
			const fetched = await createFetchedArtifacts({ runner, nativeId, temporaryFolder, limits, signal });
			if (!fetched.ok) return fetched;
			const tests = onTests === undefined ? null : createTestBasket();
			const basket: Basket = { evidence: [], problems: [], ids: new Set(), tests };
			try {
				for (const source of sources) {
					const choice = chooseArtifacts(source, listed.value, runner.kind, limits);
					const round = createRound({ source, basket, clock: deps.clock, limits, signal });
					const stopped = await round.run(choice.artifacts, fetched.value);
					if (stopped !== null) return stopped;
					round.finish(choice.leftOut);
				}
				if (tests !== null) onTests?.(tests.collected());
				return ok({ evidence: basket.evidence, problems: basket.problems });
			} finally {
				await fetched.value.close();
			}
		},
	};
}
