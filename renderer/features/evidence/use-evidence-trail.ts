/** The trail of a deployment on this screen: fetched once, then each new look is put behind it without asking again. */
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { EvidencePoint } from '../../../shared/domain/health/evidence/model.ts';
import { pointOf } from '../../../shared/domain/health/policy/replay.ts';
import type { HealthPolicy, Verdict } from '../../../shared/domain/health/model.ts';
import type { Problem } from '../../../shared/domain/result.ts';
import type { EvidenceTrail } from '../../../shared/rpc/views.ts';
import { useClient, useRoomSnapshot } from '../../store/hooks.ts';
import { joinTrails, nothingSeen, type Seen, seenAfter, withLook } from './trail.ts';

export interface Trail {
	readonly status: 'loading' | 'ready' | 'failed';
	readonly problem: Problem | null;
	readonly policy: HealthPolicy | null;
	readonly points: readonly EvidencePoint[];
	/** Looks that were taken; there may be fewer points. */
	readonly looks: number;
	readonly readAgain: () => void;
}

type Fetched =
	| { readonly status: 'loading' }
	| { readonly status: 'failed'; readonly problem: Problem }
	| { readonly status: 'ready'; readonly trail: EvidenceTrail };

function useFetched(deploymentId: string): { readonly fetched: Fetched; readonly readAgain: () => void } {
	const client = useClient();
	// Looks that came while the connection was cut are only known to the engine.
	const connectedSince = useRoomSnapshot(({ link }) => (link.state === 'connected' ? link.since : null));
	const [attempt, setAttempt] = useState(0);
	const [fetched, setFetched] = useState<Fetched>({ status: 'loading' });
	useEffect(() => {
		if (connectedSince === null) return;
		let isWanted = true;
		void client.evidence.trail({ deploymentId }).then((result) => {
			if (!isWanted) return;
			setFetched(result.ok ? { status: 'ready', trail: result.value } : { status: 'failed', problem: result.problem });
		});
		return () => {
			isWanted = false;
		};
	}, [client, deploymentId, connectedSince, attempt]);
	const readAgain = useCallback(() => setAttempt((count) => count + 1), []);
	return { fetched, readAgain };
}

/** `look`: the newest verdict of a running deployment; null for a recorded one. */
export function useEvidenceTrail(deploymentId: string, look: Verdict | null, stepIndex: number): Trail {
	const { fetched, readAgain } = useFetched(deploymentId);
	const [seen, setSeen] = useState<Seen>(nothingSeen);
	useEffect(() => {
		if (look?.evidence !== undefined) setSeen((before) => withLook(before, pointOf(stepIndex, look)));
	}, [look, stepIndex]);
	const trail = fetched.status === 'ready' ? fetched.trail : null;
	useEffect(() => {
		const last = trail?.points.at(-1)?.at;
		if (last !== undefined) setSeen((before) => seenAfter(before, last));
	}, [trail]);
	return useMemo(() => {
		const known = trail?.points ?? [];
		const since = seenAfter(seen, known.at(-1)?.at ?? Number.NEGATIVE_INFINITY);
		return {
			status: fetched.status,
			problem: fetched.status === 'failed' ? fetched.problem : null,
			policy: trail?.policy ?? null,
			points: joinTrails(known, since.points),
			looks: (trail?.looks ?? 0) + since.looks,
			readAgain,
		};
	}, [fetched, trail, seen, readAgain]);
}
