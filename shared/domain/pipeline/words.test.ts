import { expect, it } from 'vitest';
import { afterColon, listed, withoutFullStop } from './words.ts';

it.each([
	['No report came.', 'no report came'],
	['The report is empty', 'the report is empty'],
	['Ada is an author', 'Ada is an author'],
	['Nobody', 'nobody'],
	['Noah rejected it', 'Noah rejected it'],
	['', ''],
])('after a colon, %j is %j', (text, expected) => {
	expect(afterColon(text)).toBe(expected);
});

it('lists names', () => {
	expect(listed([])).toBe('');
	expect(listed(['a'])).toBe('a');
	expect(listed(['a', 'b'], 'or')).toBe('a or b');
	expect(listed(['a', 'b', 'c', 'd'])).toBe('a, b, c and d');
	expect(listed(['a', 'b', 'c', 'd', 'e', 'f'])).toBe('a, b, c and 3 more');
});

it('cuts a full stop', () => {
	expect(withoutFullStop(' exit code 1. ')).toBe('exit code 1');
});
