/** Copies for keys, menu and palette, which have no button that could say whether it worked. */
import { useCallback } from 'react';
import { fail } from '../../../shared/domain/result.ts';
import { useStores } from '../../store/context.tsx';
import { copyText } from '../../ui/copy-text.ts';

export const clipboardRefused = fail(
	'forbidden',
	'The clipboard refused the text, so nothing was copied.',
	'Click into this window and try again.',
	{ retryable: true },
).problem;

/** Copies `text` and says `done`, or why it was not copied. */
export function useCopy(): (text: string, done: string, detail?: string) => void {
	const { desk } = useStores();
	return useCallback(
		(text, done, detail) => {
			void copyText(text).then((isDone) => (isDone ? desk.tell(done, detail) : desk.refuse(clipboardRefused)));
		},
		[desk],
	);
}
