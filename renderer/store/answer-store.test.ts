import { expect, test } from 'vitest';
import { fail, ok, type Result } from '../../shared/domain/result.ts';
import { createAnswerStore } from './answer-store.ts';

function pending<T>() {
	let answer: (result: Result<T>) => void = () => undefined;
	const promise = new Promise<Result<T>>((resolve) => {
		answer = resolve;
	});
	return { question: () => promise, answer };
}

test('an older answer never takes the place of a newer one', async () => {
	const answers = createAnswerStore<string>();
	const first = pending<string>();
	const second = pending<string>();
	const asked = [answers.ask('a', first.question), answers.ask('b', second.question)];
	second.answer(ok('new'));
	first.answer(ok('old'));
	await Promise.all(asked);
	expect(answers.store.getState()).toStrictEqual({ value: 'new', isStale: false, problem: null, isAsking: false });
});

test('what is known stays while the same question is asked again, and is marked while it is another one', async () => {
	const answers = createAnswerStore<string>();
	await answers.ask('a', async () => ok('known'));
	const again = pending<string>();
	const asked = answers.ask('a', again.question);
	expect(answers.store.getState()).toMatchObject({ value: 'known', isStale: false, isAsking: true });
	again.answer(ok('newer'));
	await asked;
	const other = pending<string>();
	const askedOther = answers.ask('b', other.question);
	expect(answers.store.getState()).toMatchObject({ value: 'newer', isStale: true });
	other.answer(fail('internal', 'No.', 'Again.'));
	await askedOther;
	expect(answers.store.getState()).toMatchObject({ value: 'newer', isStale: true, isAsking: false });
	expect(answers.store.getState().problem?.message).toBe('No.');
});

test('nothing arrives after the end', async () => {
	const answers = createAnswerStore<string>();
	const late = pending<string>();
	const asked = answers.ask('a', late.question);
	answers.stop();
	late.answer(ok('late'));
	await asked;
	expect(answers.store.getState().value).toBeNull();
});
