/** What is in the reports of real tools beyond their counts. */
import { expect, test } from 'vitest';
import { factsOf, fixture } from './test-kit.ts';

test('failures say what failed, where, and why', async () => {
	const { failures } = await factsOf('tests', await fixture('junit-vitest.xml'));
	expect(failures).toStrictEqual([
		{
			...{ name: 'deep > fails', suite: 'a.test.js', file: null, test: 'a.test.js > deep > fails' },
			message: 'expected { a: 1 } to deeply equal { a: 2 }',
		},
		{
			name: 'b.test.js',
			suite: 'b.test.js',
			message: "Cannot find module './missing.js' imported from /work/shop/vt/b.test.js",
			file: null,
			test: null,
		},
	]);
	const node = await factsOf('tests', await fixture('junit-node.xml'));
	expect(node.failures[0]).toMatchObject({
		name: 'fails on purpose',
		suite: 'prices',
		file: '/build/shop/shop.test.js',
	});
	const surefire = await factsOf('tests', await fixture('junit-surefire.xml'));
	expect(surefire.failures.map(({ name, message }) => [name, message])).toStrictEqual([
		['negative', 'expected: <0> but was: <-1>'],
	]);
});

test('a secret is never kept', async () => {
	const facts = await factsOf('findings', await fixture('gitleaks.json'));
	expect(JSON.stringify(facts)).not.toMatch(/the-secret|the-match/u);
	expect(facts.items).toStrictEqual([
		{
			rule: 'aws-access-token',
			severity: 'unknown',
			message: 'Identified a pattern that may indicate AWS credentials. (commit 9fceb02)',
			file: 'deploy/env.sh',
			line: 5,
			isSuppressed: false,
		},
	]);
});

test('figures of functions come with the limits that the linter was set to', async () => {
	const { complexity, functionLength, items } = await factsOf('lint', await fixture('eslint.json'));
	expect(complexity).toMatchObject({
		value: 15,
		name: 'price',
		file: '/repo/src/price.js',
		line: 3,
		count: 2,
		toolLimit: 10,
	});
	expect(complexity?.worst.map(({ value }) => value)).toStrictEqual([15, 11]);
	expect(functionLength).toMatchObject({ value: 61, name: 'total', count: 1, toolLimit: 50 });
	expect(items.filter(({ isSuppressed }) => isSuppressed)).toHaveLength(1);
});

test('contracts name their consumers and say why one failed', async () => {
	const rust = await factsOf('contracts', await fixture('pact-rust.json'));
	expect(rust.failures).toStrictEqual([
		{ interaction: 'a request for an article', message: 'expected 404 but was 200' },
	]);
	const broker = await factsOf('contracts', await fixture('pact-broker.json'));
	expect(broker.failures).toStrictEqual([
		{ interaction: 'a request for an article', message: "Expected '10' to be equal to '11'" },
	]);
});

test('a violation without an impact counts as the gravest', async () => {
	const { items } = await factsOf('accessibility', await fixture('axe.json'));
	expect(items.map(({ rule, impact, nodes, page }) => [rule, impact, nodes, page])).toStrictEqual([
		['image-alt', 'critical', 2, 'http://localhost:3000/'],
		['odd', null, 0, 'http://localhost:3000/basket'],
		['region', 'moderate', 1, 'http://localhost:3000/'],
	]);
});
