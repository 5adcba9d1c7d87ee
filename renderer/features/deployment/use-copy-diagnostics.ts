import { useCallback } from 'react';
import { useStores } from '../../store/context.tsx';
import { useCopy } from './use-copy.ts';

/** Copies what a bug report needs, and says what is in it. */
export function useCopyDiagnostics(): () => void {
	const { client, desk } = useStores();
	const copy = useCopy();
	return useCallback(() => {
		void client.shell.diagnostics().then((result) => {
			if (!result.ok) return desk.refuse(result.problem);
			copy(result.value.text, 'Diagnostics were copied', 'Versions, connections and the last errors; no secrets.');
		});
	}, [client, desk, copy]);
}
