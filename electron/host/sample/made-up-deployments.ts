/** Deployments of the sample's made-up history with what went wrong: attempts, canaries taken back, rollbacks, hotfixes, incidents. */
import type { DeploymentFact, IncidentFact } from '../../../shared/domain/delivery/facts.ts';
import type { Chance } from './chance.ts';
import { madeUpPeople, type ShippedCommit } from './made-up-commits.ts';

export const madeUpSourceId = 'sample-history';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Shares of deployments, as a team that is neither good nor bad has them. */
const shares = {
	batch: 0.55,
	attempt: 0.06,
	takenBack: 0.05,
	rollback: 0.05,
	hotfix: 0.5,
	quietIncident: 0.03,
} as const;

export interface Shipped {
	readonly deployments: readonly DeploymentFact[];
	readonly incidents: readonly IncidentFact[];
}

/** Ships commits, oldest first, until `until`. `versionOf` names the version of the n-th deployment of a commit. */
export function madeUpDeployments(
	chance: Chance,
	commits: readonly ShippedCommit[],
	until: number,
	versionOf: (number: number, commit: ShippedCommit) => string,
): Shipped {
	const deployments: DeploymentFact[] = [];
	const incidents: IncidentFact[] = [];
	let standing: { readonly version: string; readonly commit: string } | null = null;
	let freeAt = 0;
	let number = 0;
	for (const [index, commit] of commits.entries()) {
		const isLast = index === commits.length - 1;
		if (!isLast && chance.is(shares.batch)) continue;
		const wanted: number = Math.max(freeAt, commit.authoredAt + chance.between(3, 40) * hourMs);
		// The last one is what stands when the sample begins.
		const startedAt: number = isLast ? Math.min(wanted, until - 9 * hourMs) : wanted;
		if (startedAt + 18 * hourMs > until && !isLast) continue;
		const version = versionOf(number, commit);
		number += 1;
		const told = deploy(chance, { id: `d${number}`, version, commit: commit.sha, startedAt: Math.round(startedAt) });
		const luck = isLast || standing === null ? 1 : chance.next();
		freeAt = told.end + chance.between(1, 6) * hourMs;
		if (luck < shares.attempt) {
			deployments.push({
				...told.fact,
				outcome: 'failed',
				tookTraffic: false,
				firstTrafficAt: null,
				note: 'Smoke test: /health answered 503',
			});
			continue;
		}
		if (luck < shares.attempt + shares.takenBack) {
			const note = `errors ${chance.between(2, 6).toFixed(1)} %, limit 1 %`;
			deployments.push({ ...told.fact, outcome: 'taken-back', note });
			continue;
		}
		deployments.push(told.fact);
		if (standing !== null && luck < shares.attempt + shares.takenBack + shares.rollback) {
			const found = told.end + chance.between(0.3, 3) * hourMs;
			incidents.push(incident(chance, `i${number}`, found, version));
			const back = { id: `d${number}-back`, ...standing, startedAt: Math.round(found + 10 * minuteMs) };
			const way = deploy(chance, back);
			deployments.push({ ...way.fact, takesBack: told.fact.nativeId, isRollback: true, note: `Back from ${version}` });
			freeAt = way.end + 2 * hourMs;
			continue;
		}
		if (!isLast && luck > 1 - shares.quietIncident)
			incidents.push(incident(chance, `i${number}`, told.end + 5 * hourMs, null));
		standing = { version, commit: commit.sha };
	}
	return { deployments: withHotfixes(chance, deployments), incidents };
}

function deploy(
	chance: Chance,
	given: { readonly id: string; readonly version: string; readonly commit: string; readonly startedAt: number },
): { readonly fact: DeploymentFact; readonly end: number } {
	const { id, version, commit, startedAt } = given;
	const end = Math.round(startedAt + chance.between(15, 55) * minuteMs);
	const fact: DeploymentFact = {
		...{ kind: 'deployment', source: madeUpSourceId, nativeId: id, url: null, offsetMinutes: null, service: 'shop' },
		...{ environment: 'production', tier: 'production', version, commit, startedAt },
		...{ firstTrafficAt: startedAt + 4 * minuteMs, finishedAt: end, outcome: 'succeeded', tookTraffic: true },
		...{ isRollback: null, takesBack: null, isHotfix: null, fixes: [], note: null, actor: chance.of(madeUpPeople) },
	};
	return { fact, end };
}

/** What comes next after a rollback is a hotfix now and then. */
function withHotfixes(chance: Chance, deployments: readonly DeploymentFact[]): readonly DeploymentFact[] {
	return deployments.map((fact, index) => {
		const isAfterRollback = deployments[index - 1]?.isRollback === true;
		return isAfterRollback && chance.is(shares.hotfix) ? { ...fact, isHotfix: true } : fact;
	});
}

const titles = ['Orders were refused', 'Pages were slow', 'Vouchers were taken twice'] as const;

function incident(chance: Chance, id: string, startedAt: number, version: string | null): IncidentFact {
	const at = Math.round(startedAt);
	return {
		...{ kind: 'incident', source: madeUpSourceId, nativeId: id, url: null, offsetMinutes: null },
		...{ title: chance.of(titles), service: 'shop', sourceService: 'shop', environment: null },
		...{ severity: chance.of(['high', 'medium', 'low']), startedAt: at, detectedAt: at + 6 * minuteMs },
		...{ acknowledgedAt: at + 9 * minuteMs, resolvedAt: Math.round(at + chance.between(0.5, 5) * hourMs) },
		...{ causedBy: version === null ? [] : [`version:${version}`], isNotFromChange: false },
	};
}

/** One that no change caused. */
export function madeUpOutage(chance: Chance, now: number): IncidentFact {
	const fact = incident(chance, 'outage', now - 40 * dayMs, null);
	return { ...fact, title: 'The payment provider was away', isNotFromChange: true };
}
