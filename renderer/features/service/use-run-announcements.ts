/** Screen readers hear how a run goes on: politely, and a failure at once. What was there at first is read, not announced. */
import { useEffect, useRef } from 'react';
import type { RunView } from '../../../shared/rpc/pipeline-views.ts';
import { useAnnounce } from '../../ui/announcer.tsx';

export function useRunAnnouncements(run: Pick<RunView, 'id' | 'headline' | 'state' | 'service'> | null): void {
	const announce = useAnnounce();
	const before = useRef<string | null>(null);
	const said = run === null ? null : `${run.service}: ${run.headline}`;
	const isFailed = run?.state === 'failed';
	useEffect(() => {
		if (said !== null && before.current !== null && before.current !== said) {
			announce(said, isFailed ? 'assertive' : 'polite');
		}
		if (said !== null) before.current = said;
	}, [announce, said, isFailed]);
}
