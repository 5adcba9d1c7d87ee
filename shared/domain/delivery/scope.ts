/** Which units a question is about. */
import type { Tier } from '../release.ts';
import type { MetricScope } from './metrics.ts';

/**
 * Makes a test for units. `membersOf` tells the services of a group (of the file, or an owner's). Services and a group
 * together: any of them. No environment named: those of tier production.
 */
export function scopeCheck(
	scope: MetricScope,
	membersOf: (group: string) => readonly string[],
): (unit: { readonly service: string; readonly environment: string; readonly tier: Tier }) => boolean {
	const isAll = scope.services.length === 0 && scope.group === null;
	const services = new Set([...scope.services, ...(scope.group === null ? [] : membersOf(scope.group))]);
	const environments = new Set(scope.environments);
	return ({ service, environment, tier }) => {
		const isAsked = environments.size === 0 ? tier === 'production' : environments.has(environment);
		return isAsked && (isAll || services.has(service));
	};
}
