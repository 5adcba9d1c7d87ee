/** Questions about delivery from a screen: asked again whenever the facts grew. */
import { useCallback, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { Result } from '../../shared/domain/result.ts';
import { type Answer, createAnswerStore } from './answer-store.ts';
import type { ControlRoomClient } from './connection.ts';
import { useClient, useRoom } from './hooks.ts';

/**
 * `question` must follow from `key` alone: another key is another question. `again` asks once more, after a failure or after
 * something was decided.
 */
export function useDeliveryAnswer<T>(
	key: string,
	question: (delivery: ControlRoomClient['delivery']) => Promise<Result<T>>,
): Answer<T> & { readonly again: () => void } {
	const { delivery } = useClient();
	const revision = useRoom((room) => room.delivery.revision);
	const [answers] = useState(() => createAnswerStore<T>());
	const [attempt, setAttempt] = useState(0);
	useEffect(() => {
		void answers.ask(key, () => question(delivery));
		// oxlint-disable-next-line react-hooks/exhaustive-deps -- the question follows from its key
	}, [answers, delivery, key, revision, attempt]);
	useEffect(() => () => answers.stop(), [answers]);
	const again = useCallback(() => setAttempt((count) => count + 1), []);
	return { ...useStore(answers.store), again };
}
