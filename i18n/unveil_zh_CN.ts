<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" sourcelanguage="en" language="zh_CN">
  <context>
    <name>Unveil</name>
    <message>
      <source>0 clear, 1 cloud, 2 thin cloud, 3 shadow, 255 no data.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>13 bands of Sentinel-2 L1C in DN (reflectance x 10000), named B1 to B12 or in that order, at 10 m.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>13 bands of Sentinel-2 L1C in DN (reflectance x 10000), named B1 to B12 or in that order.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>An installed model: {}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Class raster on the optical grid (0 clear, 1 cloud, 2 thin cloud, 3 shadow, 255 no data). Left empty, the spectral detector makes one.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cloud cover (%)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cloud mask</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cloud mask of {}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cloud score</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cloud score of {}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cloud-free raster</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Clouds fade out beyond what a detector finds; 0 leaves its answer as it is.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cloudy Sentinel-2 L1C raster</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Detector</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Device</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Device that really ran</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Empty: what the model's card recommends. At most half a tile.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Finds clouds and cloud shadows in a Sentinel-2 scene.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Grow clouds and shadows by (metres)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Keep clear pixels of the input</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Mask clouds</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Model</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Only where clear pixels are kept.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Overlap of tiles (pixels)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Pixels outside clouds and shadows stay exactly as they are; the change is feathered.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Remove clouds</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Replaces clouds and shadows of a Sentinel-2 scene with the help of Sentinel-1 radar.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Restored pixels (%)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Sentinel-1 radar raster</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Sentinel-2 L1C raster</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Shadow cover (%)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The detector's score, 0 to 1; from 0.2 on a pixel counts as cloud.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The layer '{}' is no raster file but comes from '{}'; export it as a GeoTIFF first.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The optical raster's grid, bands, names, data type and nodata.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Tiles copied</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Tiles predicted</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>VV and VH, terrain-corrected sigma0 in dB, of a date near the optical one; any grid that overlaps.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Width of the transition round clouds (metres)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>auto takes the best device that really works; the log says which one ran.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>spectral: thresholds on reflectance, after Meraner et al. 2020.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{:.2f} % cloud, {:.2f} % shadow of the valid pixels.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{} is no raster that can be read: {}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{} without clouds</source>
      <translation type="unfinished" />
    </message>
  </context>
</TS>
