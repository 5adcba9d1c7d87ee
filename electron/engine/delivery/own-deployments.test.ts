import { describe, expect, it } from 'vitest';
import {
	ada,
	analysing,
	createdEvent,
	failEffect,
	type Story,
	succeed,
	targetState,
	tell,
	verdictOf,
} from '../../../shared/domain/deployment/fixture.ts';
import { deploymentFacts } from './own-deployments.ts';

const commits = { release: 'c2', from: 'c1' };
const facts = ({ history }: Story) => deploymentFacts(history, commits);

/** At 5 %: users met it at 4. */
const onCanary = (): Story => {
	const story = analysing();
	return {
		...story,
		history: story.history.map((recorded) =>
			recorded.event.type === 'effect-done' && recorded.event.observed !== null
				? { ...recorded, event: { ...recorded.event, observed: { ...recorded.event.observed, at: 4 } } }
				: recorded,
		),
	};
};

/** All traffic on the new release at 10, and done. */
function completed(): Story {
	const promoted = tell(onCanary(), { type: 'commanded', command: 'promote-fully', reason: null }, 9, ada);
	return succeed(promoted, 10, targetState({ blue: 0, green: 100 }, undefined, 10));
}

describe('deployments of the journal as facts', () => {
	it('says nothing of an empty history', () => {
		expect(deploymentFacts([], commits)).toEqual([]);
	});

	it('tells one that runs', () => {
		expect(facts(onCanary())).toMatchObject([
			{ nativeId: 'd1', outcome: 'running', finishedAt: null, firstTrafficAt: 4, tookTraffic: true, commit: 'c2' },
		]);
	});

	it('tells one that finished, with the instant of its end', () => {
		expect(facts(completed())).toEqual([
			{
				...{ kind: 'deployment', source: 'journal', nativeId: 'd1', url: null, offsetMinutes: null },
				...{ service: 'checkout', environment: 'production', tier: 'production', version: '2.4.0', commit: 'c2' },
				...{ startedAt: 0, firstTrafficAt: 4, finishedAt: 10, outcome: 'succeeded', tookTraffic: true },
				...{ isRollback: false, takesBack: null, isHotfix: null, fixes: [], note: null, actor: 'Ada' },
			},
		]);
	});

	it('tells one on a clock that runs faster as none of production: only the open sample says so', () => {
		const story = completed();
		const history = story.history.map((recorded) =>
			recorded.event.type === 'created' ? { ...recorded, event: { ...recorded.event, clockRate: 30 } } : recorded,
		);
		expect(facts({ ...story, history })).toMatchObject([{ environment: 'production', tier: 'development' }]);
	});

	it('tells a canary that users met as taken back, from when no user was on it, in the words of the verdict', () => {
		const verdict = tell(onCanary(), { type: 'verdict', stepIndex: 3, verdict: verdictOf('unhealthy', 6) }, 6);
		const back = succeed(verdict, 7, targetState({ blue: 100, green: 0 }));
		expect(facts(back)).toMatchObject([{ outcome: 'running' }]);
		const done = succeed(back, 12);
		expect(facts(done)).toMatchObject([
			{ outcome: 'taken-back', finishedAt: 7, note: 'unhealthy in a test', firstTrafficAt: 4, isRollback: false },
		]);
	});

	it('tells a rollback after completion as a second deployment that takes back the first', () => {
		const asked = tell(completed(), { type: 'commanded', command: 'roll-back', reason: 'too many refunds' }, 20, ada);
		expect(facts(asked)).toMatchObject([{ outcome: 'succeeded' }, { nativeId: 'd1#rollback', outcome: 'running' }]);
		const done = succeed(succeed(asked, 21, targetState({ blue: 100, green: 0 })), 30);
		const [first, second] = facts(done);
		expect(first).toMatchObject({ outcome: 'succeeded', finishedAt: 10, note: null });
		expect(second).toMatchObject({
			...{
				nativeId: 'd1#rollback',
				version: '2.3.1',
				commit: 'c1',
				startedAt: 20,
				finishedAt: 21,
				outcome: 'succeeded',
			},
			...{ isRollback: true, takesBack: 'd1', note: 'Asked by Ada: too many refunds', actor: 'Ada' },
		});
	});

	it('tells an attempt that never had users apart from one that a person gave up', () => {
		const begun = tell(tell(null, createdEvent(), 0, ada), { type: 'begun' }, 1);
		const failed = succeed(succeed(failEffect(begun, 5), 6, targetState({ blue: 100, green: 0 })), 7);
		expect(facts(failed)).toMatchObject([{ outcome: 'failed', tookTraffic: false, note: 'It did not work.' }]);
		const given = tell(begun, { type: 'commanded', command: 'roll-back', reason: null }, 5, ada);
		const up = succeed(succeed(given, 6, targetState({ blue: 100, green: 0 })), 7);
		expect(facts(up)).toMatchObject([{ outcome: 'cancelled', tookTraffic: false }]);
	});
});
