import { expect, test } from 'vitest';
import { menuKeys } from './menu-keys.ts';

test('tells keys as they are printed, each once, without those that are told elsewhere', () => {
	const rows = menuKeys('linux', ['Mod+K']);
	expect(rows).toContainEqual(['Mod+Shift+B', 'Wallboard']);
	expect(rows.map(([keys]) => keys)).not.toContain('Mod+K');
	expect(rows.every(([keys]) => !keys.includes('CmdOrCtrl'))).toBe(true);
	expect(rows.filter(([, words]) => words === 'Zoom in')).toHaveLength(1);
});
