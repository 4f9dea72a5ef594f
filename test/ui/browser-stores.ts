/** To be run in a page: everything in its storages and databases, as text. VS Code's secret storage in a browser is not among them. */
export async function browserStores(): Promise<string> {
  const found: unknown[] = [Object.entries(localStorage), Object.entries(sessionStorage), document.cookie];
  for (const { name } of await indexedDB.databases()) {
    if (name === undefined) continue;
    const opened = await settled(indexedDB.open(name));
    try {
      for (const store of Array.from(opened.objectStoreNames)) {
        const values = await settled(opened.transaction(store).objectStore(store).getAll());
        found.push(
          values.map((value: unknown) =>
            value instanceof Uint8Array ? new TextDecoder().decode(value) : value,
          ),
        );
      }
    } finally {
      opened.close();
    }
  }
  return JSON.stringify(found);

  function settled<T>(request: IDBRequest<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error('The database did not answer.'));
    });
  }
}
