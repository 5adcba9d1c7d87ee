/** Judging held against a brute-force reference, and against itself with its facts told in another order. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { judgeHistory } from './judge-history.ts';
import type { JudgedHistory, LeadItem } from './judged.ts';
import { randomHistory, shuffled } from './testing/random-history.ts';
import { type ReferenceHistory, referenceHistory } from './testing/reference-history.ts';

/** `DELIVERY_RUNS=5000` searches longer by hand. */
/** A long search by hand takes its time. */
const patience = 900_000;
const numRuns = Number(import.meta.env['DELIVERY_RUNS'] ?? 150);

/** The same for both, whatever order their keys are in. */
function leadText({ deployment, sha, squash, authoredAt, leadMs, isBot, excluded }: LeadItem): string {
	return [deployment, sha, squash, authoredAt, leadMs, isBot, excluded].join(' ');
}

function seen({ deployments, leads, incidentsWithoutDeployment }: JudgedHistory) {
	return {
		deployments: deployments.map(({ failure, ...rest }) => ({
			...{ version: rest.version, firstTrafficAt: rest.firstTrafficAt },
			...{ ref: rest.ref, at: rest.at, commit: rest.commit, standing: rest.standing, previous: rest.previous },
			...{ noLeadTime: rest.noLeadTime, unplanned: rest.unplanned, commits: rest.commits },
			evidence: (failure?.evidence ?? []).map(({ kind, ref }) => `${kind} ${ref}`),
			recovered: failure?.recovered ?? null,
		})),
		leads: leads.map(leadText).toSorted(),
		without: incidentsWithoutDeployment.map(({ ref, because }) => `${ref} ${because}`),
	};
}

function expected({ deployments, leads, without }: ReferenceHistory) {
	return {
		deployments: deployments.map((known) => ({
			...{ version: known.fact.version, firstTrafficAt: known.fact.firstTrafficAt },
			...{ ref: known.ref, at: known.at, commit: known.commit, standing: known.standing, previous: known.previous },
			...{ noLeadTime: known.noLeadTime, unplanned: known.unplanned, commits: known.commits },
			evidence: known.evidence,
			recovered: known.recovered,
		})),
		leads: leads.map(leadText).toSorted(),
		without,
	};
}

describe('random histories', () => {
	test.prop([randomHistory], { numRuns })(
		'are judged as the brute-force reference does',
		(input) => {
			expect(seen(judgeHistory(input))).toEqual(expected(referenceHistory(input)));
		},
		patience,
	);

	test.prop([randomHistory, fc.array(fc.nat({ max: 99 }), { minLength: 14, maxLength: 14 })], { numRuns })(
		'are judged the same in whatever order their facts were told',
		(input, keys) => {
			expect(judgeHistory(shuffled(input, keys))).toEqual(judgeHistory(input));
		},
		patience,
	);

	test.prop([randomHistory], { numRuns })(
		'keep what the definitions promise',
		(input) => {
			const { deployments, leads } = judgeHistory(input);
			for (const { failure, standing, previous, noLeadTime } of deployments) {
				if (failure !== null) {
					expect(['counted', 'taken-back']).toContain(standing);
					expect(failure.evidence.length).toBeGreaterThan(0);
					expect(failure.isInferred).toBe(failure.evidence.every(({ kind }) => kind === 'inferred-incident'));
				}
				if (standing !== 'counted') expect([previous, noLeadTime]).toEqual([null, null]);
			}
			expect(new Set(leads.map(({ sha }) => sha)).size).toBe(leads.length);
			for (const { deployment } of leads) {
				expect(deployments[deployment]).toMatchObject({ standing: 'counted', noLeadTime: null });
			}
		},
		patience,
	);
});
