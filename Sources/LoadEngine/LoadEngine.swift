// Placeholder so that the package builds while the engine is written; removed with its first file.
