/** Lists of runs and releases, and one release, as screens ask for them. */
import { fail, ok } from '../../../shared/domain/result.ts';
import type { PipelinesApi } from '../../../shared/rpc/pipeline-api.ts';
import type { PipelineStore } from '../pipeline-ports.ts';
import type { Clock } from '../ports.ts';
import { type Ready, readyService } from './commands.ts';
import { evaluateRun } from './evaluate.ts';
import type { FindService, OpenService } from './open-service.ts';
import { releaseView, type Standing } from './release-view.ts';
import { runView } from './run-view.ts';

export function createQueries(options: {
	readonly find: FindService;
	readonly store: PipelineStore;
	readonly clock: Clock;
	readonly standing: (service: OpenService) => Standing;
	/** Writes what is still waiting, so that a page misses nothing that is on screen. */
	readonly flush: () => Promise<void>;
}): Pick<PipelinesApi, 'runs' | 'releases' | 'release'> {
	const { find, store, clock } = options;

	const facts = ({ service, book, pipeline }: Ready) => ({
		...{ book, config: pipeline.config, standing: options.standing(service), now: clock.now() },
	});

	return {
		async runs({ service, before, limit }) {
			const ready = readyService(find, service);
			if (!ready.ok) return ready;
			const { book, pipeline } = ready.value;
			const standing = options.standing(ready.value.service);
			await options.flush();
			const page = await store.runs({ service, limit, ...(before === null ? {} : { before }) });
			if (!page.ok) return page;
			const now = clock.now();
			const views = page.value.map(async (run) => {
				const tracked = await book.find(run.id);
				if (tracked === null) return [];
				const evaluation = evaluateRun(book, pipeline.config, tracked, now);
				return [runView({ book, standing, now }, pipeline.config, tracked, evaluation)];
			});
			return ok((await Promise.all(views)).flat());
		},
		async releases({ service, before, limit }) {
			const ready = readyService(find, service);
			if (!ready.ok) return ready;
			const page = await store.releases({ service, limit, ...(before === null ? {} : { before }) });
			if (!page.ok) return page;
			const views = page.value.map(async ({ position, release }) => {
				const tracked = await ready.value.book.find(release.runId);
				return { position, release: releaseView(facts(ready.value), release, tracked) };
			});
			return ok(await Promise.all(views));
		},
		async release({ service, version }) {
			const ready = readyService(find, service);
			if (!ready.ok) return ready;
			const record = await ready.value.book.release(version);
			if (record === null) return fail('not-found', `${service} has no release ${version}.`, 'Reload the screen.');
			const tracked = await ready.value.book.find(record.runId);
			return ok({ release: releaseView(facts(ready.value), record, tracked), record });
		},
	};
}
