import { describe, expect, it } from 'vitest';
import { fail, ok } from '../../../shared/domain/result.ts';
import { createOnce } from './once.ts';

const done = { duplicate: false, id: 'a' };

describe('a click that arrives twice', () => {
	it('acts once, also while the first one is at it', async () => {
		const once = createOnce<typeof done>();
		let times = 0;
		const work = async () => {
			times += 1;
			return ok(done);
		};
		const [first, second] = await Promise.all([once.run('k', work), once.run('k', work)]);
		expect(times).toBe(1);
		expect([first, second]).toEqual([ok(done), ok({ ...done, duplicate: true })]);
	});

	it('acts again after a failure, and after work that threw', async () => {
		const once = createOnce<typeof done>();
		const failed = fail('store-failed', 'The store does not answer.', 'Try again.');
		expect(await once.run('k', async () => failed)).toEqual(failed);
		await expect(once.run('k', () => Promise.reject(new Error('it broke')))).rejects.toThrow('it broke');
		expect(await once.run('k', async () => ok(done))).toEqual(ok(done));
	});

	it('is answered as before where the work said that its answer stands', async () => {
		const once = createOnce<typeof done>();
		const failed = fail('forbidden', 'It is refused.', 'Ask somebody.');
		await once.run('k', async (stands) => {
			stands();
			return failed;
		});
		expect(await once.run('k', async () => ok(done))).toEqual(failed);
	});
});
