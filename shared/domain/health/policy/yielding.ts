/** When the limits against the stable slot give way to the sequential judge, which asks the same with an error bound. */
import type { HealthPolicy } from '../model.ts';

/** True where they only inform as long as that judge compares; not where the team asked for them to decide. */
export function baselineYields({ baseline, sequential }: HealthPolicy): boolean {
	return baseline.role === 'decide' && baseline.yields !== false && sequential.role === 'decide';
}

/** The policy with these limits only shown. */
export function withYieldedBaseline(policy: HealthPolicy): HealthPolicy {
	return { ...policy, baseline: { ...policy.baseline, role: 'inform' } };
}
