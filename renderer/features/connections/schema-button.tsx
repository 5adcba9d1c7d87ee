import { type ReactElement, useState } from 'react';
import { useClient } from '../../store/hooks.ts';
import { useStores } from '../../store/context.tsx';
import { useAnnounce } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';

/** Copies the JSON Schema of signalbox.yaml, for editors. */
export function SchemaButton(): ReactElement {
	const client = useClient();
	const { desk } = useStores();
	const announce = useAnnounce();
	const [isCopied, setIsCopied] = useState(false);
	async function copy(): Promise<void> {
		const result = await client.projects.schema();
		if (!result.ok) return desk.refuse(result.problem);
		try {
			await navigator.clipboard.writeText(result.value.jsonSchema);
			setIsCopied(true);
			announce('The schema was copied');
		} catch {
			desk.refuse({
				code: 'not-allowed',
				message: 'The schema could not be copied, because this window may not write to the clipboard.',
				hint: 'Allow it for this page and press again.',
				retryable: true,
			});
		}
	}
	return (
		<Button variant="quiet" size="s" onPress={() => void copy()}>
			{isCopied ? 'Schema copied' : 'Copy the schema'}
		</Button>
	);
}
