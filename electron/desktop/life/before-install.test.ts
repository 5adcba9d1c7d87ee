import { expect, test } from 'vitest';
import { createFakeClock } from '../../engine/testing/fake-clock.ts';
import { letGoForInstall } from './before-install.ts';

function setup(close: () => Promise<void>) {
	const done: string[] = [];
	const clock = createFakeClock();
	const note = (text: string) => () => void done.push(text);
	const letting = letGoForInstall({
		app: { releaseSingleInstanceLock: note('lock') },
		clock,
		quitting: { askNoMore: note('ask no more') },
		leaveLinks: note('leave links'),
		async close() {
			await close();
			done.push('closed');
		},
	});
	return { done, clock, letting };
}

test('nobody is asked, the room is closed, and only then the lock is given up; quitting is left to the installer', async () => {
	const { done, letting } = setup(async () => {});
	await letting;
	expect(done).toEqual(['ask no more', 'leave links', 'closed', 'lock']);
});

test('a room that does not close is not installed over', async () => {
	const { done, clock, letting } = setup(() => new Promise(() => {}));
	const refused = expect(letting).rejects.toThrow('did not close');
	await clock.advance(8_000);
	await refused;
	expect(done).not.toContain('lock');
});
