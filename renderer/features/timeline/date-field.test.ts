import { expect, test } from 'vitest';
import { fromField, toField } from './date-field.ts';

const at = new Date(2026, 9, 3, 10, 12, 45).getTime();

test('an instant that was not touched keeps its seconds', () => {
	expect(toField(at)).toBe('2026-10-03T10:12');
	expect(fromField(toField(at), at)).toBe(at);
	expect(fromField(toField(at), null)).toBe(at - 45_000);
});

test('an empty field is no instant', () => {
	expect(toField(null)).toBe('');
	expect(fromField('', at)).toBeNull();
	expect(fromField('2026-10', null)).not.toBeNaN();
});
