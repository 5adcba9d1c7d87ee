import { expect, test } from 'vitest';
import { assessMaturity } from './assess.ts';
import { gapsOf, historyMonth, oldBefore, saidBy, unknownPractice } from './history.ts';
import type { HandAnswer } from './inputs.ts';
import { itemIds, type ItemId } from './items.ts';
import { measured, metricsAnswer } from './testing/metrics.ts';
import { environment, midMonth, practice, world } from './testing/worlds.ts';

const zone = 'Europe/Berlin';
const frozen = { zone, frozenAt: null, remarks: [] };

const hand = (item: ItemId, at: number, answer: HandAnswer['answer'] = 'yes'): HandAnswer => ({
	...{ scope: '*', item, answer, note: 'seen', by: 'Ada', at },
});

test('older than six months is told from the month’s end, in the zone', () => {
	expect(new Date(oldBefore('2026-10', zone)).toISOString()).toBe('2026-04-30T22:00:00.000Z');
	expect(new Date(oldBefore('2026-03', 'UTC')).toISOString()).toBe('2025-10-01T00:00:00.000Z');
});

test('an old answer still holds, and says that it is old; one that was given in time does not', () => {
	const edge = oldBefore('2026-10', zone);
	const answers = [hand('experiments', edge - 1), hand('shared-practice', edge)];
	const assessment = assessMaturity(world({}, { answers }));
	const items = assessment.levels.flatMap((level) => level.items);
	expect(items.find(({ id }) => id === 'experiments')).toMatchObject({
		answer: 'yes',
		evidence: ['seen (Ada)', 'said more than 6 months before the end of the month: ask whether it still holds'],
	});
	expect(items.find(({ id }) => id === 'shared-practice')).toMatchObject({ evidence: ['seen (Ada)'] });
	expect(historyMonth(assessment, frozen).oldAnswers).toEqual(['experiments']);
});

test('a month that is known in part says so', () => {
	const remarks = ['Nothing is known from before 20 October 2026.'];
	expect(gapsOf(metricsAnswer([measured('deployment-frequency', 0.5, { remarks })]))).toEqual(remarks);
	expect(gapsOf(metricsAnswer([]))).toEqual([]);
});

test('what was said after the end says nothing about the month', () => {
	expect(saidBy([hand('experiments', 10), hand('experiments', 20)], 20)).toEqual([hand('experiments', 10)]);
});

test('of today’s configuration nothing is left for a month that is over', () => {
	const shipped = practice('shop', { environments: [environment('staging'), environment('production')] });
	const now = assessMaturity(world({}, { practices: [shipped] }));
	const then = assessMaturity(world({}, { practices: [unknownPractice(shipped)] }));
	const answered = ({ levels }: typeof now) => levels.reduce((sum, level) => sum + level.answered, 0);
	expect(answered(now)).toBeGreaterThan(0);
	expect(answered(then)).toBe(0);
});

test('a level that lacks nothing but answers may have been reached; one with a no was not', () => {
	const all = (answer: HandAnswer['answer'], but: readonly ItemId[]) =>
		itemIds.filter((id) => !but.includes(id)).map((id) => hand(id, midMonth, answer));
	const standing = (answers: readonly HandAnswer[]) => {
		const { reached, isAtLeast } = historyMonth(assessMaturity(world({}, { answers })), frozen);
		return { reached, isAtLeast };
	};
	expect(standing([])).toEqual({ reached: 0, isAtLeast: true });
	expect(standing(all('yes', []))).toEqual({ reached: 5, isAtLeast: false });
	expect(standing(all('yes', ['feature-flags']))).toEqual({ reached: 2, isAtLeast: true });
	const withNo = [...all('yes', ['feature-flags', 'gradual-rollout']), hand('gradual-rollout', midMonth, 'no')];
	expect(standing(withNo)).toEqual({ reached: 2, isAtLeast: false });
});
