/** One release with its commits: asked once, its readiness kept as new as the room is. */
import { useEffect, useState } from 'react';
import type { Problem } from '../../../shared/domain/result.ts';
import type { ReleaseDetail } from '../../../shared/rpc/pipeline-views.ts';
import { useClient, usePipeline } from '../../store/hooks.ts';

export interface ReleaseAsked {
	readonly detail: ReleaseDetail | null;
	readonly problem: Problem | null;
	again(): void;
}

export function useRelease(service: string, version: string): ReleaseAsked {
	const client = useClient();
	const live = usePipeline(service, ({ releases }) => releases.find((each) => each.version === version) ?? null);
	const [asked, setAsked] = useState<Pick<ReleaseAsked, 'detail' | 'problem'>>({ detail: null, problem: null });
	const [attempt, setAttempt] = useState(0);
	useEffect(() => {
		let isWanted = true;
		void client.pipelines.release({ service, version }).then((result) => {
			if (!isWanted) return;
			setAsked((before) =>
				result.ok ? { detail: result.value, problem: null } : { detail: before.detail, problem: result.problem },
			);
		});
		return () => {
			isWanted = false;
		};
	}, [client, service, version, attempt]);
	const { detail, problem } = asked;
	return {
		detail: detail === null || live === null ? detail : { ...detail, release: live },
		problem,
		again: () => setAttempt((count) => count + 1),
	};
}
