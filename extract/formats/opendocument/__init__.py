"""OpenDocument files (ISO/IEC 26300) of LibreOffice, OpenOffice and WPS: .odt and .ods."""
